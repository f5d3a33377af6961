package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.RegistryClosedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Those who wait for an operation: each is told its end, by the hub's close at the latest. */
final class Callers {
    private final HubRuntime runtime;
    private final Duration timeout;
    private final Watch watch;

    /** What ends each attempt that somebody waits for. */
    private final Set<Runnable> pending = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;
    private volatile boolean ended;

    Callers(HubRuntime runtime, Duration timeout, Watch watch) {
        this.runtime = runtime;
        this.timeout = timeout;
        this.watch = watch;
    }

    /** Begins an operation for a caller, unless it is known that it would come to nothing. */
    <T> CompletionStage<T> call(Supplier<? extends CompletionStage<T>> work) {
        return call(false, work);
    }

    /**
     * Begins an operation for a caller.
     *
     * @param always whether it can be done without the broker
     */
    <T> CompletionStage<T> call(boolean always, Supplier<? extends CompletionStage<T>> work) {
        if (closed) {
            return Operation.failed(new RegistryClosedException("the registry is closed"));
        }
        if (!always && watch.isBroken()) {
            return Operation.failed(new BackplaneUnavailableException("the broker does not answer; not tried"));
        }
        return await(work.get());
    }

    /** What was begun already. */
    <T> CompletionStage<T> await(CompletionStage<T> work) {
        return await(work, timeout);
    }

    /** What was begun already, and may take longer than others. */
    <T> CompletionStage<T> await(CompletionStage<T> work, Duration patience) {
        CompletableFuture<T> attempt = work.toCompletableFuture();
        if (!attempt.isDone()) {
            Runnable end = () -> attempt.completeExceptionally(
                    new BackplaneTimeoutException("the registry was closed meanwhile, the outcome is unknown"));
            pending.add(end);
            attempt.whenComplete((value, error) -> {
                pending.remove(end);
                if (error != null) {
                    watch.ended(error);
                }
            });
            if (ended) {
                end();
            }
        }
        return Operation.of(attempt, runtime, patience);
    }

    /** A future of our own, which may be ended by its time-out, for a stage that belongs to somebody else. */
    <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
        return call(() -> question.get().toCompletableFuture().copy());
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes no more. */
    void close() {
        closed = true;
    }

    /** Ends what still waits: nothing more will come. */
    void end() {
        ended = true;
        pending.forEach(Runnable::run);
    }
}
