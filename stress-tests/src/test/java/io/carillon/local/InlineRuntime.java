package io.carillon.local;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * No threads but those of the actors: what would run elsewhere runs at once on the thread that asks for it. A timer that is
 * due at once runs when an actor says so; time does not pass, so no other one comes due.
 */
final class InlineRuntime implements HubRuntime {
    private final Queue<Due> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();

    @Override
    public Executor pool(String name, int threads) {
        return Runnable::run;
    }

    @Override
    public Executor callbacks() {
        return Runnable::run;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        if (!delay.isZero()) {
            return () -> {};
        }
        Due timer = new Due(task);
        due.add(timer);
        return () -> due.remove(timer);
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public String token() {
        return Integer.toString(tokens.incrementAndGet());
    }

    @Override
    public void close() {}

    /** Runs the timers that are due. */
    void runDue() {
        for (Due next = due.poll(); next != null; next = due.poll()) {
            next.task.run();
        }
    }

    /** A timer; one differs from another also if they do the same. */
    private static final class Due {
        private final Runnable task;

        Due(Runnable task) {
            this.task = task;
        }
    }
}
