package io.carillon.faults;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link of a {@link FaultyBackplane}: what goes over it takes its time, in order per key, and may be refused, lost or
 * cut off. What arrives is told on the executor that stands for the driver's thread.
 */
final class FaultyLink {
    private static final Logger LOG = LoggerFactory.getLogger(FaultyLink.class);

    enum State {
        WHOLE,
        CUT,
        STALLED,
        CLOSED
    }

    private final Timers timers;
    private final Executor driver;
    private final Random random;
    /** What is on its way, in its order, for each key. */
    private final Map<String, Queue<Parcel>> ways = new ConcurrentHashMap<>();
    /** Messages that are to arrive behind the next one with their key. */
    private final Map<String, List<Runnable>> late = new ConcurrentHashMap<>();
    /** What ends each call that somebody waits for; a stalled link never brings its answer. */
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    private volatile Phase phase = new Phase(State.WHOLE);
    volatile Duration longest = Duration.ZERO;
    volatile double refuse;
    volatile double loseAnswers;
    volatile double repeat;
    volatile boolean reorder;

    FaultyLink(Timers timers, Executor driver, long seed) {
        this.timers = timers;
        this.driver = driver;
        this.random = new Random(seed);
    }

    /** How the link is; another object after each change. */
    Phase phase() {
        return phase;
    }

    /** False if it is so already, or closed for good. */
    boolean become(State next) {
        if (phase.state == next || phase.state == State.CLOSED) {
            return false;
        }
        phase = new Phase(next);
        return true;
    }

    void close() {
        become(State.CLOSED);
        waiting.forEach(Runnable::run);
    }

    /**
     * Asks the broker. What a break overtakes may have reached the broker or not.
     *
     * @param undo takes a result back of which the caller is not told
     */
    <T> CompletionStage<T> call(String key, Supplier<CompletionStage<T>> question, Consumer<T> undo) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable end = () -> answer.completeExceptionally(new BackplaneUnavailableException("the backplane is closed"));
        waiting.add(end); // before the link is looked at: so a close is seen, or ends it
        answer.whenComplete((value, error) -> waiting.remove(end));
        State now = phase.state;
        if (now == State.CUT || now == State.CLOSED || happens(refuse)) {
            answer.completeExceptionally(new BackplaneUnavailableException("refused, the link is " + now));
            return answer;
        }
        boolean lost = happens(loseAnswers);
        if (now == State.WHOLE) {
            Runnable ask = () -> question.get()
                    .whenComplete((value, error) -> travel(
                            "from " + key,
                            () -> end(answer, value, error, lost, undo),
                            () -> end(answer, value, error, true, undo)));
            travel("to " + key, ask, () -> {
                if (happens(0.5)) {
                    ask.run();
                } else {
                    end(answer, null, null, true, nothing -> {});
                }
            });
        }
        return answer;
    }

    private <T> void end(
            CompletableFuture<T> answer, @Nullable T value, @Nullable Throwable error, boolean lost, Consumer<T> undo) {
        if (!lost) {
            onDriver(() -> {
                if (error == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(error);
                }
            });
            return;
        }
        if (value != null) {
            undo.accept(value);
        }
        if (phase.state != State.STALLED) {
            onDriver(() -> answer.completeExceptionally(
                    new BackplaneTimeoutException("lost on the way, the outcome is unknown")));
        }
    }

    /** Brings what is lost if the link breaks. */
    void bring(String key, Runnable arrival) {
        travel(key, () -> onDriver(arrival), () -> {});
    }

    /** Brings a message, which may come again, or late. */
    void bringMessage(String key, Runnable arrival) {
        Runnable comeLate = () -> late.merge(
                key,
                List.of(arrival),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        travel(
                key,
                () -> {
                    List<Runnable> behind = late.remove(key);
                    onDriver(arrival);
                    if (behind != null) {
                        behind.forEach(this::onDriver);
                    }
                    if (happens(repeat)) {
                        (happens(0.5) ? (Runnable) () -> onDriver(arrival) : comeLate).run();
                    }
                },
                () -> {
                    if (reorder) {
                        comeLate.run();
                    }
                });
    }

    void onDriver(Runnable task) {
        try {
            driver.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A listener threw where it must not; the others go on", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // the broker itself is closed: nobody is told anything any more
        }
    }

    /** Each timer brings the first one that is on this way: timers may come in any order, what they bring does not. */
    private void travel(String key, Runnable arrival, Runnable loss) {
        Queue<Parcel> way = ways.computeIfAbsent(key, any -> new ConcurrentLinkedQueue<>());
        way.add(new Parcel(phase, arrival, loss));
        timers.after(Duration.ofNanos((long) (random.nextDouble() * longest.toNanos())), () -> {
            Parcel parcel = way.remove();
            boolean arrives = parcel.sent == phase && parcel.sent.state == State.WHOLE;
            (arrives ? parcel.arrival : parcel.loss).run();
        });
    }

    private boolean happens(double share) {
        return random.nextDouble() < share;
    }

    /** A time in which the link was as it is: what is sent in one and would arrive in another is lost. */
    static final class Phase {
        final State state;

        private Phase(State state) {
            this.state = state;
        }
    }

    private record Parcel(Phase sent, Runnable arrival, Runnable loss) {}
}
