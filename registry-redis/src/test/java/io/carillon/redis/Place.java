package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.local.HubBuilder;
import io.carillon.spi.PubSubSystem.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What a test has opened, closed in the reverse order. */
final class Place implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    /** The driver's first time, in a JVM that shares its processors with other builds. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    static final boolean LONG = Boolean.getBoolean("carillon.long");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    RedisProcess redis(String... options) {
        return keep(RedisProcess.started(options));
    }

    TcpProxy way(RedisProcess redis) {
        return keep(new TcpProxy(redis.port()));
    }

    RedisBackplane backplane(String uri) {
        return keep(RedisBackplane.builder().uri(uri).connectTimeout(CONNECTING).connect());
    }

    /** One that gives up no link for being silent. */
    RedisBackplane patient(String uri) {
        return keep(RedisBackplane.builder()
                .uri(uri)
                .connectTimeout(CONNECTING)
                .patience(Duration.ofMinutes(5))
                .connect());
    }

    /** With the patience that tests have: a dead link is found in about a second. */
    RedisBackplane impatient(String uri) {
        return keep(RedisBackplane.builder()
                .uri(uri)
                .connectTimeout(CONNECTING)
                .patience(Duration.ofMillis(800))
                .connect());
    }

    Hub hub(RedisBackplane backplane, String name, UnaryOperator<HubBuilder> options) {
        return keep(done(
                options.apply(Hub.builder().backplane(backplane).name(name)).start()));
    }

    Hub hub(RedisBackplane backplane, String name) {
        return hub(backplane, name, options -> options);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Throwable error(CompletionStage<?> stage) {
        CompletionStage<Throwable> error = stage.handle((value, why) -> why);
        assertThat(done(error)).as("it fails").isNotNull();
        return RedisErrors.unwrap(done(error));
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20));
    }

    /** What a backplane has said of its link. */
    static List<Status> statuses(RedisBackplane backplane) {
        List<Status> said = new CopyOnWriteArrayList<>();
        backplane.pubSub().onStatus(said::add);
        await().until(() -> !said.isEmpty());
        return said;
    }

    static Status last(List<Status> said) {
        return said.get(said.size() - 1);
    }

    /** A hub's listener that writes down what was lost. */
    static final class Losses implements RegistryListener {
        final List<Gap> gaps = new CopyOnWriteArrayList<>();
        final List<Target> resyncs = new CopyOnWriteArrayList<>();
        final List<Health> healths = new CopyOnWriteArrayList<>();

        @Override
        public void gap(Gap gap) {
            gaps.add(gap);
        }

        @Override
        public void resync(Target target) {
            resyncs.add(target);
        }

        @Override
        public void healthChanged(Health health) {
            healths.add(health);
        }
    }
}
