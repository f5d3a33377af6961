package io.carillon.local;

import io.carillon.LimitExceededException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one connection, one at a time and in the order in which they were asked for. An operation that has run
 * out of time makes room for the next one. Idle, it holds nothing.
 */
final class OperationQueue {
    static final int MAX_WAITING = 1_024;

    private final Lock lock;
    private @Nullable ArrayDeque<Task<?>> waiting;
    private boolean busy;

    /** A queue with a lock of the caller's, which many may share: it is held for a few instructions. */
    OperationQueue(Lock lock) {
        this.lock = lock;
    }

    /**
     * Carries out an operation when all before it have ended.
     *
     * @param body begins the work; it must in the end complete the attempt that it is given, and does not throw
     */
    <T> CompletableFuture<T> add(Consumer<CompletableFuture<T>> body) {
        Task<T> task = new Task<>(new CompletableFuture<>(), body);
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
        if (waiting.size() >= MAX_WAITING) {
            task.attempt.completeExceptionally(new LimitExceededException(
                    "more than " + MAX_WAITING + " operations are waiting for one connection"));
        } else {
            waiting.add(task);
        }
    }

    /** Runs this task and those behind it, until one does not end at once; that one goes on when it ends. */
    private void run(@Nullable Task<?> first) {
        for (Task<?> task = first; task != null; task = next()) {
            task.begin();
            if (!task.attempt.isDone()) {
                task.attempt.whenComplete((value, error) -> run(next()));
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

    private record Task<T>(CompletableFuture<T> attempt, Consumer<CompletableFuture<T>> body) {
        /** Does nothing for a task whose time ran out while it waited. */
        void begin() {
            if (!attempt.isDone()) {
                body.accept(attempt);
            }
        }
    }
}
