package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that is stopped for longer than a lease, under load. */
class RedisAsleepTest {
    private static final Duration LEASE = Duration.ofSeconds(LONG ? 10 : 6);
    private static final Duration ASLEEP = Duration.ofSeconds(LONG ? 15 : 8);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int PAYLOAD = 10_000;
    /** More than twice of what may wait to be published. */
    private static final int FLOOD = 15_000;

    private static final long MOST_GROWTH = 160L * 1024 * 1024;

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final List<Hub> hubs = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final AtomicLong slowest = new AtomicLong();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void everyOperationEndsNothingComesTwiceAndNobodyIsSwept() {
        for (int i = 0; i < 3; i++) {
            Hub hub = place.hub(
                    place.backplane(redis.uri()),
                    "h" + i,
                    options -> options.lease(LEASE).operationTimeout(TIMEOUT).listener(new Departures()));
            Sink sink = new Sink(hub, "user-" + i);
            done(hub.register(sink));
            done(hub.join(sink.id(), "lobby"));
            hubs.add(hub);
            sinks.add(sink);
        }
        Hub sender = hubs.get(0);
        done(sender.send(Audience.group("lobby"), text(0)));
        long before = heap();
        redis.pause();
        long paused = System.nanoTime();

        List<CompletableFuture<Throwable>> all = new ArrayList<>();
        for (int i = 1; i <= FLOOD; i++) {
            all.add(timed(sender.send(Audience.group("lobby"), text(i))));
        }
        int number = FLOOD;
        while (System.nanoTime() - paused < ASLEEP.toNanos()) {
            all.add(timed(sender.send(Audience.group("lobby"), text(++number))));
            all.add(timed(sender.join(sinks.get(0).id(), "group-" + number)));
            all.add(timed(sender.count("lobby")));
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
        }
        assertThat(heap() - before).as("growth of the heap").isLessThan(MOST_GROWTH);
        redis.resume();

        for (CompletableFuture<Throwable> stage : all) {
            Throwable error = done(stage);
            if (error != null) {
                // A join that the server reads when it wakes up finds a dead lease, if the link was not given up
                // before.
                assertThat(unwrapped(error))
                        .isInstanceOfAny(
                                BackplaneUnavailableException.class,
                                BackplaneTimeoutException.class,
                                LeaseLostException.class);
            }
        }
        assertThat(Duration.ofNanos(slowest.get())).isLessThan(within(TIMEOUT.plusSeconds(1)));
        await().until(() -> hubs.stream().allMatch(hub -> hub.health().ready()));
        Message.Text last = text(number + 1);
        done(sender.send(Audience.group("lobby"), last));
        for (Sink sink : sinks) {
            await().until(() -> sink.received.contains(last.text()));
            assertThat(sink.received).isSorted().doesNotHaveDuplicates();
        }
        // Whoever sweeps does so after a whole lease: so long, and longer, everybody is there.
        long back = System.nanoTime();
        await().untilAsserted(() ->
                hubs.forEach(hub -> assertThat(done(hub.count("lobby"))).isEqualTo(3)));
        while (System.nanoTime() - back < LEASE.multipliedBy(3).dividedBy(2).toNanos()) {
            hubs.forEach(hub -> assertThat(done(hub.count("lobby"))).isEqualTo(3));
        }
        assertThat(gone).isEmpty();
    }

    private static Message.Text text(int number) {
        return (Message.Text) Message.text(String.format("%08d", number) + "x".repeat(PAYLOAD));
    }

    /** Why it has failed, or null. */
    private CompletableFuture<Throwable> timed(CompletionStage<?> stage) {
        long called = System.nanoTime();
        return stage.<Throwable>handle((done, error) -> {
                    slowest.accumulateAndGet(System.nanoTime() - called, Math::max);
                    return error;
                })
                .toCompletableFuture();
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private final class Departures implements RegistryListener {
        @Override
        public void left(Member member, String group) {
            if (group.equals("lobby")) {
                gone.add(member + " " + group);
            }
        }

        @Override
        public void disconnected(Member member) {
            gone.add(member.toString());
        }

        @Override
        public void offline(String user) {
            gone.add(user);
        }
    }
}
