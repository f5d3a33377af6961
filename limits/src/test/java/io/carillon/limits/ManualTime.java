package io.carillon.limits;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that moves when it is told to. What would run on other threads runs there too, or, if {@link #inline}, when {@link #run} says so.
 * Public, as it serves tests of two packages.
 */
public final class ManualTime implements LimitsRuntime {
    private static final AtomicInteger TOKENS = new AtomicInteger();

    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong((Waiting w) -> w.at).thenComparingLong(w -> w.number));
    private final ReentrantLock lock = new ReentrantLock();
    private final SystemRuntime system = new SystemRuntime();
    private final boolean inline;
    // Such that it passes from the largest number to the smallest in every test that lasts a second.
    private volatile long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
    private long count;

    private record Waiting(long at, long number, Runnable task) {}

    private ManualTime(boolean inline) {
        this.inline = inline;
    }

    /** One thread does all. */
    static ManualTime inline() {
        return new ManualTime(true);
    }

    /** With threads as in earnest. */
    public static ManualTime threaded() {
        return new ManualTime(false);
    }

    public Limits build(LimitsBuilder builder) {
        return builder.build(this);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        lock.lock();
        try {
            Waiting timer = new Waiting(now + delay.toNanos() - Long.MIN_VALUE, ++count, task);
            waiting.add(timer);
            return () -> cancel(timer);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Waiting timer) {
        lock.lock();
        try {
            waiting.remove(timer);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Executor policies() {
        return inline ? ready::add : system.policies();
    }

    @Override
    public Executor callbacks() {
        return inline ? ready::add : system.callbacks();
    }

    @Override
    public String token() {
        return "token-" + TOKENS.incrementAndGet();
    }

    /** Runs what can run now. */
    void run() {
        for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
            next.run();
        }
    }

    /** How many tasks wait for their time. */
    int timers() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Moves the clock, and runs what is due on the way. */
    public void advance(Duration time) {
        run();
        long end = now + time.toNanos();
        for (Waiting due = due(end); due != null; due = due(end)) {
            due.task.run();
            run();
        }
        now = end;
    }

    private Waiting due(long end) {
        lock.lock();
        try {
            Waiting first = waiting.peek();
            if (first == null || first.at - (end - Long.MIN_VALUE) > 0) {
                return null;
            }
            now = first.at + Long.MIN_VALUE;
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }
}
