package io.carillon.jakarta;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Looks at every connection twice a second: for a frame or a close that takes too long, for a ping that is due and a pong that
 * has not come. A timer of its own for each frame would cost more than sending it; this costs nothing per frame, and per
 * connection an entry in a set. What may block is done on other threads.
 *
 * <p><b>Threads.</b> Any thread may add and remove. Nothing is scheduled while there is no connection.
 */
final class Sweep implements Runnable {
    static final long PERIOD_MILLIS = 500;

    private final Set<Lifecycle> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    Sweep(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    void add(Lifecycle connection) {
        connections.add(connection);
        schedule();
    }

    void remove(Lifecycle connection) {
        connections.remove(connection);
    }

    @Override
    public void run() {
        try {
            long now = nanoTime.getAsLong();
            connections.forEach(connection -> connection.check(now));
        } finally {
            scheduled.set(false);
            if (!connections.isEmpty()) {
                schedule();
            }
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            Future<?> unused = timer.schedule(this, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
