package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.JoinResult;
import io.carillon.Message;
import io.carillon.SendResult;
import io.carillon.local.Hub;
import io.carillon.local.OutagePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that is away for a while, for all or for one instance, and how soon all is well again. */
class RedisAwayTest {
    private static final int BATCH = 200;
    private static final Duration NOT_READY = within(Duration.ofSeconds(2));
    private static final Duration READY = within(Duration.ofSeconds(5));
    private static final Duration CONVERGED = within(Duration.ofSeconds(12));

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void notReadyWithinTwoSecondsAndReadyWithinFiveOfItsReturn() {
        Hub one = place.hub(place.backplane(redis.uri()), "one");
        Hub two = place.hub(place.backplane(redis.uri()), "two");
        Sink ada = new Sink(one, "ada");
        done(one.register(ada));
        done(one.join(ada.id(), "lobby"));
        redis.kill();
        await().atMost(NOT_READY)
                .until(() -> !one.health().ready() && !two.health().ready());
        assertThat(one.health().reason()).isPresent();
        pass(Duration.ofSeconds(LONG ? 10 : 2));
        assertThat(one.health().ready()).isFalse();
        redis.start();
        await().atMost(READY).until(() -> one.health().ready() && two.health().ready());
        await().until(() -> done(two.count("lobby")) == 1);
        done(two.send(Audience.group("lobby"), Message.text("back")));
        await().until(() -> ada.received.equals(List.of("back")));
    }

    @Test
    void anInstanceThatIsCutOffServesItsOwnAndConverges() {
        Duration lease = Duration.ofSeconds(LONG ? 10 : 5); // it is cut off that ends it, and no machine that stalls
        TcpProxy way = place.way(redis);
        Hub alone = place.hub(
                place.backplane(way.uri()), "alone", hub -> hub.lease(lease).outagePolicy(OutagePolicy.LOCAL_ONLY));
        Hub others = place.hub(place.backplane(redis.uri()), "others", hub -> hub.lease(lease));
        Sink ada = new Sink(alone, "ada");
        Sink alan = new Sink(alone, "alan");
        Sink grace = new Sink(others, "grace");
        done(alone.register(ada));
        done(alone.register(alan));
        done(others.register(grace));
        done(alone.join(ada.id(), "lobby"));
        done(others.join(grace.id(), "lobby"));

        way.cut();
        await().atMost(NOT_READY).until(() -> !alone.health().ready());
        assertThat(done(alone.join(alan.id(), "lobby"))).isEqualTo(JoinResult.LOCAL_ONLY);
        assertThat(done(alone.send(Audience.group("lobby"), Message.text("among us"))))
                .isEqualTo(SendResult.LOCAL_ONLY);
        await().until(() -> ada.received.equals(List.of("among us")) && alan.received.equals(List.of("among us")));
        done(others.send(Audience.group("lobby"), Message.text("elsewhere")));
        await().until(() -> grace.received.equals(List.of("elsewhere")));
        await().atMost(within(lease.plusSeconds(1))).until(() -> done(others.count("lobby")) == 1);
        pass(Duration.ofSeconds(LONG ? 30 : 1));

        way.restore();
        long restored = System.nanoTime();
        await().atMost(CONVERGED)
                .until(() -> alone.health().ready()
                        && done(others.count("lobby")) == 3
                        && done(alone.count("lobby")) == 3
                        && done(others.connectionsOf("alan")).size() == 1);
        assertThat(System.nanoTime() - restored).isLessThan(CONVERGED.toNanos());
        done(others.send(Audience.group("lobby"), Message.text("together")));
        done(alone.send(Audience.group("lobby"), Message.text("again")));
        for (Sink sink : List.of(ada, alan, grace)) {
            await().until(() -> sink.received.containsAll(List.of("together", "again")));
        }
        assertThat(ada.received).doesNotContain("elsewhere");
        assertThat(grace.received).doesNotContain("among us");
    }

    /** Each group and each user is a subscription of its own. */
    @Test
    void allGroupsAndUsersAreResubscribedWithinFiveSecondsOfAReconnect() {
        int users = LONG ? 10_000 : 1_000;
        int groups = users / 10;
        TcpProxy way = place.way(redis);
        // Time enough to bring them all in on a busy machine.
        Hub here = place.hub(place.backplane(way.uri()), "here", hub -> hub.operationTimeout(Duration.ofSeconds(20)));
        Hub there = place.hub(place.backplane(redis.uri()), "there");
        List<Sink> sinks = new ArrayList<>();
        List<CompletionStage<?>> joined = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            Sink sink = new Sink(here, "user-" + i);
            sinks.add(sink);
            joined.add(here.register(sink));
            joined.add(here.join(sink.id(), "group-" + i % groups));
            if (i % 100 == 99) {
                joined.forEach(Place::done);
                joined.clear();
            }
        }
        way.cut();
        await().until(() -> !here.health().ready());
        way.restore();
        // Ready is only who has all of them confirmed.
        await().atMost(READY).until(() -> here.health().ready());
        // No faster than they are taken: what a full lane drops is another test's.
        for (int from = 0; from < users; from += BATCH) {
            List<CompletionStage<?>> sent = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                sent.add(there.send(Audience.user("user-" + i), Message.text("user")));
                if (i % 10 == 0) {
                    sent.add(there.send(Audience.group("group-" + i / 10), Message.text("group")));
                }
            }
            sent.forEach(Place::done);
            List<Sink> these = sinks.subList(from, from + BATCH);
            await().until(() -> these.stream().allMatch(sink -> sink.received.contains("user")));
        }
        await().until(() -> sinks.stream().allMatch(sink -> sink.received.size() == 2));
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.received).containsExactlyInAnyOrder("group", "user"));
    }

    /** There is nothing to wait for but the time itself. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plus(Place.DEADLINE)).until(() -> true);
    }
}
