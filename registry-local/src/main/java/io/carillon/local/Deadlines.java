package io.carillon.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Time-outs that are all equally long, and nearly all of which are called off. They stand in a queue in the order in which they began, and
 * one timer, for the first of them, serves them all: a timer for each would go through a heap under a lock, twice for each message.
 *
 * <p>What is called off lets go of its task at once, and leaves the queue with those before it.
 */
final class Deadlines {
    private final Duration length;
    private final HubRuntime runtime;
    private final Queue<Deadline> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final ReentrantLock head = new ReentrantLock();

    Deadlines(Duration length, HubRuntime runtime) {
        this.length = length;
        this.runtime = runtime;
    }

    HubRuntime.Timer begin(Runnable task) {
        Deadline deadline = new Deadline(runtime.nanoTime() + length.toNanos(), task);
        waiting.add(deadline);
        if (!armed.get() && armed.compareAndSet(false, true)) {
            runtime.after(length, this::expire);
        }
        return deadline;
    }

    /** Ends those whose time is up. */
    void expire() {
        List<Deadline> due = new ArrayList<>();
        head.lock();
        try {
            long now = runtime.nanoTime();
            Deadline first = first();
            while (first != null && first.at - now <= 0) {
                due.add(first);
                waiting.remove();
                first = first();
            }
            rearm(first, now);
        } finally {
            head.unlock();
        }
        due.forEach(Deadline::end);
    }

    private void rearm(@Nullable Deadline first, long now) {
        if (first != null) {
            runtime.after(Duration.ofNanos(first.at - now), this::expire);
            return;
        }
        armed.set(false);
        // Whoever came just before has taken it for armed.
        Deadline late = waiting.peek();
        if (late != null && armed.compareAndSet(false, true)) {
            runtime.after(Duration.ofNanos(Math.max(0, late.at - now)), this::expire);
        }
    }

    /** Whoever finds another one at it leaves it to that one, or to the next. */
    private void trim() {
        if (head.tryLock()) {
            try {
                first();
            } finally {
                head.unlock();
            }
        }
    }

    /** The first that still counts; under the lock. */
    private @Nullable Deadline first() {
        Deadline first = waiting.peek();
        while (first != null && first.task.get() == null) {
            waiting.remove();
            first = waiting.peek();
        }
        return first;
    }

    int size() {
        return waiting.size();
    }

    private final class Deadline implements HubRuntime.Timer {
        private final long at;
        private final AtomicReference<@Nullable Runnable> task;

        Deadline(long at, Runnable task) {
            this.at = at;
            this.task = new AtomicReference<>(task);
        }

        void end() {
            Runnable mine = task.getAndSet(null);
            if (mine != null) {
                mine.run();
            }
        }

        @Override
        public void cancel() {
            task.set(null);
            if (this == waiting.peek()) {
                trim();
            }
        }
    }
}
