package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One instance's link to the broker: what goes over it takes its time, in order per key, and may be refused, lost or cut
 * off. What happens to each call is drawn from the seed, the key, and how many there were with that key, so it depends on
 * no other key.
 */
final class FaultyLink {
    private final long seed;
    private final SimulatedRuntime broker;
    private final SimulatedRuntime mine;
    private final Executor driver;
    private final SimulatedTime time;
    private final Map<String, Long> drawn = new HashMap<>();
    private final Map<String, Long> lastArrival = new HashMap<>();
    private boolean cut;
    private int cuts;
    /** The longest way, in milliseconds. */
    int maxDelay = 3;

    double refuse;
    double loseAnswer;
    double twice;

    FaultyLink(long seed, SimulatedTime time, SimulatedRuntime broker, SimulatedRuntime mine) {
        this.seed = seed;
        this.time = time;
        this.broker = broker;
        this.mine = mine;
        this.driver = mine.serial("driver");
    }

    boolean isCut() {
        return cut || mine.isDead();
    }

    void cut() {
        cut = true;
        cuts++;
    }

    void restore() {
        cut = false;
    }

    boolean isImpaired() {
        return cut || maxDelay > 3 || refuse > 0 || loseAnswer > 0 || twice > 0;
    }

    void heal() {
        restore();
        maxDelay = 3;
        refuse = 0;
        loseAnswer = 0;
        twice = 0;
    }

    /** A number from 0 to 1, exclusive. */
    double draw(String key) {
        long n = drawn.merge(key, 1L, Long::sum);
        long z = seed + key.hashCode() * 0x9E3779B97F4A7C15L + n * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /**
     * Asks the broker.
     *
     * @param atOnce whether a refusal must be known at once
     * @param undo takes a result back of which the caller is not told
     */
    <T> CompletionStage<T> call(String key, boolean atOnce, Supplier<CompletionStage<T>> question, Consumer<T> undo) {
        if (isCut()) {
            return atOnce || draw(key) < 0.7
                    ? CompletableFuture.failedStage(new BackplaneUnavailableException("the link is cut"))
                    : new CompletableFuture<>();
        }
        if (draw(key) < refuse) {
            return CompletableFuture.failedStage(new BackplaneUnavailableException("refused"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        int cutsBefore = cuts;
        boolean arrives = draw(key) < 0.5;
        boolean answerIsLost = draw(key) < loseAnswer;
        travel("to " + key, () -> {
            if (cutsBefore != cuts && !arrives) {
                fail(answer);
                return;
            }
            question.get()
                    .whenComplete((value, error) -> travel("from " + key, () -> {
                        if (error != null) {
                            driver.execute(() -> answer.completeExceptionally(error));
                        } else if (cutsBefore != cuts || answerIsLost || mine.isDead()) {
                            undo.accept(value);
                            fail(answer);
                        } else {
                            driver.execute(() -> answer.complete(value));
                        }
                    }));
        });
        return answer;
    }

    /** Brings something from the broker, behind what came before with this key, unless the link is cut on the way. */
    void bring(String key, Runnable arrival, Runnable loss) {
        if (isCut()) {
            loss.run();
            return;
        }
        int cutsBefore = cuts;
        travel(key, () -> {
            if (cutsBefore != cuts) {
                loss.run();
            } else {
                driver.execute(arrival);
            }
        });
    }

    /** Brings it sooner or later, behind or before anything else. */
    void bringLate(String key, Runnable arrival) {
        broker.after(Duration.ofMillis((long) (draw(key) * 4_000)), () -> {
            if (!isCut()) {
                driver.execute(arrival);
            }
        });
    }

    private void fail(CompletableFuture<?> answer) {
        driver.execute(
                () -> answer.completeExceptionally(new BackplaneTimeoutException("the answer was lost on the way")));
    }

    private void travel(String key, Runnable arrival) {
        long at = time.now() + (long) (draw(key) * maxDelay * 1_000_000L);
        long inOrder = Math.max(at, lastArrival.getOrDefault(key, 0L));
        lastArrival.put(key, inOrder);
        broker.after(Duration.ofNanos(inOrder - time.now()), arrival);
    }
}
