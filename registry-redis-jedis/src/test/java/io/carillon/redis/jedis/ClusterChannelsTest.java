package io.carillon.redis.jedis;

import static io.carillon.redis.jedis.Place.await;
import static io.carillon.redis.jedis.Place.done;
import static io.carillon.redis.jedis.Place.last;
import static io.carillon.redis.jedis.Place.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisClusterProcess;
import io.carillon.redis.RedisProcess;
import io.carillon.spi.Backplane;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others publish on a Redis Cluster, whose nodes come and go, over either driver. */
class ClusterChannelsTest {
    private static final String CHANNEL = "user_noti:ada";

    private final Place place = new Place();

    @AfterEach
    void close() {
        place.close();
    }

    @ParameterizedTest
    @EnumSource
    void whenTheNodeThatIsListenedToDiesAnotherIs(Driver driver) {
        RedisClusterProcess cluster = place.keep(RedisClusterProcess.started(3, true));
        Backplane backplane = place.keep(driver.connect(seeds(cluster)));
        List<Status> said = statuses(backplane);
        Log one = new Log();
        Log all = new Log();
        ExternalChannels channels = backplane.channels().orElseThrow();
        done(channels.subscribe(CHANNEL, one));
        done(channels.subscribePattern("user_noti:*", all));
        RedisProcess listened = cluster.nodes().stream()
                .filter(node -> node.ask("PUBSUB NUMSUB " + CHANNEL).contains(":1"))
                .findFirst()
                .orElseThrow();
        isHeard(cluster.nodes().get(5), "before", one, all); // a replica passes it on, too
        cluster.kill(listened);
        await().until(() -> said.contains(Status.DISCONNECTED) && last(said) == Status.CONNECTED);
        cluster.nodes().stream()
                .filter(node -> node != listened)
                .forEach(node -> isHeard(node, "after, on " + node.port(), one, all));
    }

    /** In the end: the nodes may not have found each other, or again, and what one cannot pass on is lost. */
    private static void isHeard(RedisProcess node, String text, Log... logs) {
        await().until(() -> {
            node.ask("PUBLISH " + CHANNEL + " \"" + text + "\"");
            return List.of(logs).stream().allMatch(log -> log.texts().contains(text));
        });
    }

    /** Nobody could say what is missed while they move, and on any node they are heard. */
    @ParameterizedTest
    @EnumSource
    void whileSlotsMoveNothingIsMissed(Driver driver) {
        RedisClusterProcess cluster = RedisClusterProcess.shared();
        Backplane backplane = place.keep(driver.connect(cluster.uri()));
        List<Status> said = statuses(backplane);
        Log log = new Log();
        done(backplane.channels().orElseThrow().subscribe(CHANNEL, log));
        int slot = cluster.slot(CHANNEL);
        RedisProcess owner = cluster.owner(slot);
        RedisProcess other = cluster.nodes().get((cluster.nodes().indexOf(owner) + 1) % 3);
        RedisProcess publisher = cluster.nodes().get((cluster.nodes().indexOf(owner) + 2) % 3);
        cluster.move(slot, other);
        AtomicInteger published = new AtomicInteger();
        Runnable publish = () -> publisher.ask("PUBLISH " + CHANNEL + " " + published.getAndIncrement());
        // Who asks when the new map is known goes to the new owner.
        await().until(() -> {
            Log later = new Log();
            var subscription = done(backplane.channels().orElseThrow().subscribe(CHANNEL, later));
            boolean known = other.ask("PUBSUB NUMSUB " + CHANNEL).contains(":1");
            publish.run();
            done(subscription.close());
            return known;
        });
        publish.run();
        log.becomes(
                IntStream.range(0, published.get()).mapToObj(String::valueOf).toArray(String[]::new));
        assertThat(said).containsExactly(Status.CONNECTED);
    }

    private static String seeds(RedisClusterProcess cluster) {
        return "redis-cluster://127.0.0.1:" + cluster.nodes().get(0).port() + ",127.0.0.1:"
                + cluster.nodes().get(1).port();
    }

    /** Writes down what it hears. */
    private static final class Log implements ChannelListener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(String channel, byte[] payload) {
            heard.add(new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void onLost() {
            heard.add("lost");
        }

        List<String> texts() {
            return List.copyOf(heard);
        }

        void becomes(String... texts) {
            await().untilAsserted(() -> assertThat(heard).containsExactly(texts));
        }
    }
}
