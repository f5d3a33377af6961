package io.carillon.redis.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.local.HubBuilder;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.TcpProxy;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * What a test has opened, closed in the reverse order.
 *
 * @param <B> the backplane that is tested
 */
public abstract class BackplanePlace<B extends Backplane> implements AutoCloseable {
    /** Nothing waits so long unless it fails. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    /** The driver's first time, in a JVM that shares its processors with other builds. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private static final Duration IMPATIENT = Duration.ofMillis(1_500);

    public static final boolean LONG = Boolean.getBoolean("carillon.long");

    /** How much longer than an issue allows something may take where it runs beside whatever else the machine does. */
    private static final int LENIENCY = LONG ? 1 : 4;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    public RedisProcess redis(String... options) {
        return keep(RedisProcess.started(options));
    }

    public TcpProxy way(RedisProcess redis) {
        return keep(new TcpProxy(redis.port()));
    }

    public B backplane(String uri) {
        return backplane(uri, options -> {});
    }

    /** One that gives up no link for being silent. */
    public B patient(String uri) {
        return backplane(uri, options -> options.patience(Duration.ofMinutes(5)));
    }

    /** With little patience: a dead link is found in about two seconds. */
    public B impatient(String uri) {
        return backplane(uri, options -> options.patience(IMPATIENT));
    }

    public B backplane(String uri, Consumer<RedisOptionsBuilder<?>> options) {
        Consumer<RedisOptionsBuilder<?>> connecting = builder -> builder.connectTimeout(CONNECTING);
        return keep(connect(uri, connecting.andThen(options)));
    }

    /** With the driver that is tested. Without an address, if that is empty. */
    protected abstract B connect(String uri, Consumer<RedisOptionsBuilder<?>> options);

    public Hub hub(Backplane backplane, String name, UnaryOperator<HubBuilder> options) {
        return keep(done(
                options.apply(Hub.builder().backplane(backplane).name(name)).start()));
    }

    public Hub hub(Backplane backplane, String name) {
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

    public static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static Throwable error(CompletionStage<?> stage) {
        CompletionStage<Throwable> error = stage.handle((value, why) -> why);
        assertThat(done(error)).as("it fails").isNotNull();
        return RedisErrors.unwrap(done(error));
    }

    public static ConditionFactory await() {
        return Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20));
    }

    /** A bound that an issue names. It is held to in the long run of the tests, for which the machine is to be idle. */
    public static Duration within(Duration bound) {
        return bound.multipliedBy(LENIENCY);
    }

    /** What a backplane has said of its link. */
    public static List<Status> statuses(Backplane backplane) {
        List<Status> said = new CopyOnWriteArrayList<>();
        backplane.pubSub().onStatus(said::add);
        await().until(() -> !said.isEmpty());
        return said;
    }

    public static Status last(List<Status> said) {
        return said.get(said.size() - 1);
    }

    /** A hub's listener that writes down what was lost. */
    public static class RecordedLosses implements RegistryListener {
        public final List<Gap> gaps = new CopyOnWriteArrayList<>();
        public final List<Target> resyncs = new CopyOnWriteArrayList<>();
        public final List<Health> healths = new CopyOnWriteArrayList<>();

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
