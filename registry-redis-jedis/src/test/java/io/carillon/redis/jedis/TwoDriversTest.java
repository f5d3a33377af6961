package io.carillon.redis.jedis;

import static io.carillon.redis.jedis.Place.await;
import static io.carillon.redis.jedis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.local.HubBuilder;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.Sink;
import io.carillon.redis.core.Inside;
import io.carillon.spi.Backplane;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One instance on Lettuce and one on Jedis share one Redis, and neither can tell; each in either part. */
class TwoDriversTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @ParameterizedTest
    @EnumSource
    void messagesReachTheOtherOnceAndInOrder(Driver driver) {
        int many = 2_000;
        Hub here = hub(
                driver,
                "here",
                hub -> hub.laneCapacity(2 * many, HubBuilder.DEFAULT_LANE_BYTES)); // however late its threads come
        Hub there = hub(driver.other(), "there", hub -> hub.laneCapacity(2 * many, HubBuilder.DEFAULT_LANE_BYTES));
        Sink ada = member(here, "ada");
        Sink bob = member(there, "bob");
        for (int i = 0; i < many; i++) {
            here.send(Audience.group("lobby"), Message.text("m" + i));
            there.send(Audience.user("ada"), Message.text("u" + i));
        }
        List<String> group = IntStream.range(0, many).mapToObj(i -> "m" + i).toList();
        List<String> user = IntStream.range(0, many).mapToObj(i -> "u" + i).toList();
        await().until(() -> bob.received.size() >= many && ada.received.size() >= 2 * many);
        assertThat(bob.received).isEqualTo(group);
        assertThat(ada.received.stream().filter(text -> text.startsWith("m"))).isEqualTo(group);
        assertThat(ada.received.stream().filter(text -> text.startsWith("u"))).isEqualTo(user);
    }

    @ParameterizedTest
    @EnumSource
    void bothSeeTheSameMembersAndCommandTheConnectionsOfTheOther(Driver driver) {
        Hub here = hub(driver, "here");
        Hub there = hub(driver.other(), "there");
        Sink ada = member(here, "ada");
        Closing bob = new Closing(there);
        done(there.register(bob));
        done(here.join(bob.id(), "lobby"));
        for (Hub hub : List.of(here, there)) {
            assertThat(done(hub.members("lobby"))).extracting(Member::id).containsExactlyInAnyOrder(ada.id(), bob.id());
            assertThat(done(hub.count("lobby"))).isEqualTo(2);
            assertThat(done(hub.connectionsOf("ada"))).extracting(Member::id).containsExactly(ada.id());
            assertThat(done(hub.groups(bob.id()))).containsExactly("lobby");
            assertThat(done(hub.instances())).containsExactlyInAnyOrder(here.instanceId(), there.instanceId());
        }
        done(there.leave(ada.id(), "lobby"));
        assertThat(done(here.count("lobby"))).isEqualTo(1);
        done(here.disconnect(Audience.connection(bob.id()), new CloseReason(4001, "enough")));
        assertThat(done(bob.closed)).isEqualTo(new CloseReason(4001, "enough"));
    }

    @ParameterizedTest
    @EnumSource
    void aQuestionIsAnsweredByTheOther(Driver driver) {
        Subject prices = Subject.application("prices");
        Backplane here = place.keep(driver.connect(redis.uri()));
        Backplane there = place.keep(driver.other().connect(redis.uri()));
        done(there.pubSub()
                .respond(prices, question -> CompletableFuture.completedFuture(bytes(text(question) + "!"))));
        assertThat(text(done(here.pubSub().request(prices, bytes("how much"), TIMEOUT))))
                .isEqualTo("how much!");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsKilledVanishesFromTheOther(Driver killed) {
        Hub survivor = place.hub(
                place.keep(killed.other().connect(redis.uri())), "survivor", hub -> hub.lease(NodeProcess.LEASE));
        Sink ada = member(survivor, "ada");
        NodeProcess node = place.keep(new NodeProcess(killed, redis.uri()));
        await().untilAsserted(() -> assertThat(done(survivor.count("lobby"))).isEqualTo(NodeProcess.USERS + 1));
        String dead = done(survivor.instances()).stream()
                .filter(instance -> !instance.equals(survivor.instanceId()))
                .map(instance -> Inside.encoded(instance.value()))
                .findFirst()
                .orElseThrow();
        assertThat(redis.keys()).anyMatch(key -> key.contains(dead));
        node.kill();
        await().untilAsserted(() -> {
            assertThat(done(survivor.members("lobby"))).extracting(Member::id).containsExactly(ada.id());
            assertThat(done(survivor.connectionsOf("node-user-0"))).isEmpty();
            assertThat(done(survivor.instances())).containsExactly(survivor.instanceId());
        });
        await().untilAsserted(() -> assertThat(redis.keys()).noneMatch(key -> key.contains(dead)));
    }

    private Hub hub(Driver driver, String name) {
        return hub(driver, name, hub -> hub);
    }

    private Hub hub(Driver driver, String name, UnaryOperator<HubBuilder> options) {
        return place.hub(place.keep(driver.connect(redis.uri())), name, options);
    }

    private static Sink member(Hub hub, String user) {
        Sink sink = new Sink(hub, user);
        done(hub.register(sink));
        done(hub.join(sink.id(), "lobby"));
        return sink;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static final class Closing extends Sink {
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        Closing(Hub hub) {
            super(hub, "bob");
        }

        @Override
        public void close(CloseReason reason) {
            closed.complete(reason);
        }
    }
}
