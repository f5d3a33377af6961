package io.carillon.local;

import io.carillon.LimitExceededException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations on one connection, one at a time and in the order in which they were asked for. The caller's time may run
 * out before an operation has ended; the next one waits for its end all the same, so that no two writes overlap. Idle, it
 * holds nothing.
 */
final class OperationQueue {
    static final int MAX_WAITING = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(OperationQueue.class);

    private final Lock lock;
    private @Nullable ArrayDeque<Task<?>> waiting;
    private boolean busy;

    /** A queue with a lock of the caller's, which many may share: it is held for a few instructions. */
    OperationQueue(Lock lock) {
        this.lock = lock;
    }

    /**
     * Carries out what a caller asks for, when all before it has ended; not at all if the caller's time is up before it
     * begins, or if too many wait.
     *
     * @param body begins the work, tells the caller through the attempt, and returns when the work has ended
     */
    <T> CompletableFuture<T> add(Function<CompletableFuture<T>, CompletionStage<?>> body) {
        return add(new Task<>(new CompletableFuture<>(), body, false));
    }

    /** Carries out what must be done in any case, such as a clearing up. */
    <T> CompletableFuture<T> addAlways(Function<CompletableFuture<T>, CompletionStage<?>> body) {
        return add(new Task<>(new CompletableFuture<>(), body, true));
    }

    private <T> CompletableFuture<T> add(Task<T> task) {
        lock.lock();
        try {
            if (busy) {
                enqueue(task);
                return task.attempt;
            }
            busy = true;
        } finally {
            lock.unlock();
        }
        run(task);
        return task.attempt;
    }

    private void enqueue(Task<?> task) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        if (waiting.size() >= MAX_WAITING && !task.always) {
            task.attempt.completeExceptionally(new LimitExceededException(
                    "more than " + MAX_WAITING + " operations are waiting for one connection"));
        } else {
            waiting.add(task);
        }
    }

    /** Runs this task and those behind it, until one does not end at once; that one goes on when it ends. */
    private void run(@Nullable Task<?> first) {
        for (Task<?> task = first; task != null; task = next()) {
            CompletableFuture<?> end = task.begin();
            if (!end.isDone()) {
                end.whenComplete((value, error) -> run(next()));
                return;
            }
        }
    }

    private @Nullable Task<?> next() {
        lock.lock();
        try {
            Task<?> next = waiting == null ? null : waiting.poll();
            if (next == null) {
                waiting = null;
                busy = false;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private record Task<T>(
            CompletableFuture<T> attempt, Function<CompletableFuture<T>, CompletionStage<?>> body, boolean always) {

        CompletableFuture<?> begin() {
            if (attempt.isDone() && !always) {
                return attempt;
            }
            try {
                return body.apply(attempt).toCompletableFuture();
            } catch (RuntimeException e) {
                LOG.error("An operation failed where it must not; the next one goes on", e);
                attempt.completeExceptionally(e);
                return attempt;
            }
        }
    }
}
