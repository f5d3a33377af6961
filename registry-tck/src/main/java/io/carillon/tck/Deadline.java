package io.carillon.tck;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/**
 * How long a test waits for something that must come. Safe for use by several threads.
 *
 * @param time more than zero
 */
public record Deadline(Duration time) {
    private static final long POLL_NANOS = 1_000_000;

    /**
     * Waits for a stage.
     *
     * @param <T> what it gives
     * @param stage the stage
     * @return what it gave
     * @throws AssertionError if it failed or was not done in time
     */
    public <T extends @Nullable Object> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the stage has failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the stage is not done within " + time, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the stage was not done", e);
        }
    }

    /**
     * Waits for a stage that must fail.
     *
     * @param stage the stage
     * @return what it failed with
     * @throws AssertionError if it did not fail, or was not done in time
     */
    public Throwable error(CompletionStage<?> stage) {
        Throwable error = done(stage.handle(
                (value, failure) -> failure == null ? new AssertionError("the stage gave " + value) : failure));
        if (error instanceof AssertionError notFailed) {
            throw notFailed;
        }
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    /**
     * Waits until something holds.
     *
     * @param assertion throws an {@link AssertionError} as long as it does not
     * @throws AssertionError if it does not hold in time
     */
    public void until(Executable assertion) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                assertion.execute();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - end >= 0) {
                    throw new AssertionError("does not hold within " + time + ": " + e.getMessage(), e);
                }
            } catch (Throwable e) {
                throw new AssertionError("cannot be judged: " + e, e);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
