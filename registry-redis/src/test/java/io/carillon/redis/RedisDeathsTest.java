package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.Gap;
import io.carillon.LeaseLostException;
import io.carillon.Message;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.local.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that is killed and comes back empty, five times while messages and joins go on, and once more when all is quiet. */
class RedisDeathsTest {
    private static final int MESSAGES = LONG ? 10_000 : 2_500;
    private static final int CONNECTIONS = LONG ? 300 : 50;
    private static final int JOINERS = 20;
    private static final int DEATHS = 5;
    private static final Duration DEAD = Duration.ofMillis(500);
    private static final Duration WHOLE = within(Duration.ofSeconds(5));
    private static final Target LOBBY = new Target.Group("lobby");

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();
    private final Place.Losses losses = new Place.Losses();
    private final Hub sender = place.hub(place.backplane(redis.uri()), "sender");
    private final Hub receiver = place.hub(place.backplane(redis.uri()), "receiver", hub -> hub.listener(losses));
    private final List<Sink> sinks = new ArrayList<>();
    private final List<Sink> joiners = new ArrayList<>();
    private final List<CompletableFuture<SendResult>> sent = new ArrayList<>();
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    /** Set before the server is killed, and cleared before it is started again. */
    private volatile boolean dead;

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void nothingIsLostInSilenceAndNothingIsHalfDone() {
        for (int i = 0; i < CONNECTIONS; i++) {
            Sink sink = new Sink(receiver, "user-" + i);
            done(receiver.register(sink));
            done(receiver.join(sink.id(), "lobby"));
            sinks.add(sink);
        }
        for (int i = 0; i < JOINERS; i++) {
            Sink sink = new Sink(receiver, "joiner-" + i);
            done(receiver.register(sink));
            joiners.add(sink);
        }
        done(send(0)); // the base line
        await().until(() -> sinks.stream().allMatch(sink -> sink.received.size() == 1));

        dieWhileSending();

        await().until(() -> sender.health().ready() && receiver.health().ready());
        List<String> texts = new ArrayList<>(List.of("0")); // what has a number, in the order of numbers
        for (int i = 0; i < sent.size(); i++) {
            if (!isUnavailable(sent.get(i))) {
                texts.add(String.valueOf(i + 1));
            }
        }
        Sink first = sinks.get(0);
        await().untilAsserted(() -> {
            Set<String> missing = new TreeSet<>(texts);
            first.received.forEach(missing::remove);
            assertThat(lost().stream().map(number -> texts.get(number - 1)))
                    .containsExactlyInAnyOrderElementsOf(missing);
        });
        for (Sink sink : sinks) {
            assertThat(sink.received.stream().map(Integer::valueOf))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(first.received);
        }
        assertThat(first.received).hasSizeLessThan(sent.size() + 1);
        everyJoinIsWholeOrNothing();
    }

    /** At 500 a second until the last death but one, and a join ten times a second until the end. */
    private void dieWhileSending() {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        try {
            clock.scheduleAtFixedRate(
                    () -> {
                        if (!over.get()) {
                            sent.add(send(next.incrementAndGet()));
                        }
                    },
                    0,
                    2,
                    TimeUnit.MILLISECONDS);
            clock.scheduleAtFixedRate(() -> attempts.add(new Attempt(attempts.size())), 0, 100, TimeUnit.MILLISECONDS);
            for (int death = 1; death <= DEATHS; death++) {
                int when = death * MESSAGES / DEATHS;
                await().atMost(Duration.ofMinutes(2)).until(() -> next.get() >= when);
                over.set(death == DEATHS);
                dieAndReturn();
            }
            dieAndReturn(); // before beacons have told everybody what the last one took, and no message shows it
        } finally {
            clock.shutdown();
        }
        await().until(clock::isTerminated);
    }

    private void dieAndReturn() {
        dead = true;
        redis.kill();
        await().pollDelay(DEAD).until(() -> true);
        dead = false;
        redis.start();
        await().atMost(WHOLE).until(() -> count(sender) == CONNECTIONS && count(receiver) == CONNECTIONS);
        await().until(() -> sender.health().ready() && receiver.health().ready());
    }

    private void everyJoinIsWholeOrNothing() {
        int failed = 0;
        for (Attempt attempt : attempts) {
            Throwable error = done(attempt.joined.handle((result, why) -> why));
            boolean joined = error == null;
            if (!joined) {
                failed++;
                Throwable cause = error.getCause() == null ? error : error.getCause();
                // What was on its way when the server died has an unknown outcome, and is undone. A server that has
                // come back empty knows of no lease yet.
                assertThat(cause)
                        .isInstanceOfAny(
                                BackplaneUnavailableException.class,
                                BackplaneTimeoutException.class,
                                LeaseLostException.class);
                if (attempt.whileDead) {
                    assertThat(cause).isInstanceOf(BackplaneUnavailableException.class);
                }
            }
            await().untilAsserted(() -> {
                assertThat(done(sender.count(attempt.group))).isEqualTo(joined ? 1 : 0);
                assertThat(done(sender.groups(attempt.sink.id())).contains(attempt.group))
                        .isEqualTo(joined);
            });
            done(sender.send(Audience.group(attempt.group), Message.text(attempt.group)));
            // On the same subject, behind it.
            done(receiver.join(attempt.sink.id(), attempt.group));
            done(sender.send(Audience.group(attempt.group), Message.text("marker " + attempt.group)));
            await().until(() -> attempt.sink.received.contains("marker " + attempt.group));
            assertThat(attempt.sink.received.contains(attempt.group)).isEqualTo(joined);
        }
        assertThat(failed).isPositive().isLessThan(attempts.size());
    }

    private CompletableFuture<SendResult> send(int number) {
        return sender.send(Audience.group("lobby"), Message.text(String.valueOf(number)))
                .toCompletableFuture();
    }

    /** Not while the members are away, or nobody answers. */
    private static long count(Hub hub) {
        return done(hub.count("lobby").exceptionally(error -> -1L));
    }

    private static boolean isUnavailable(CompletableFuture<SendResult> sent) {
        return done(sent.handle((result, error) -> error instanceof BackplaneUnavailableException
                || (error != null && error.getCause() instanceof BackplaneUnavailableException)));
    }

    private List<Integer> lost() {
        List<Integer> numbers = new ArrayList<>();
        for (Gap gap : losses.gaps) {
            if (gap.target().equals(LOBBY)) {
                for (long number = gap.first(); number <= gap.last(); number++) {
                    numbers.add((int) number);
                }
            }
        }
        return numbers;
    }

    /** Somebody of whom the cluster knows already joins a group of her own. */
    private final class Attempt {
        private final String group;
        private final Sink sink;
        private final boolean whileDead;
        private final CompletableFuture<?> joined;

        Attempt(int number) {
            group = "own-" + number;
            sink = joiners.get(number % JOINERS);
            boolean before = dead && !receiver.health().ready();
            joined = receiver.join(sink.id(), group).toCompletableFuture();
            whileDead = before && dead;
        }
    }
}
