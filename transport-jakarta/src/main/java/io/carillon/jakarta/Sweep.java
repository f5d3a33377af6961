package io.carillon.jakarta;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Looks at every open outbox twice a second, for a frame that takes too long. A timer of its own for each frame would
 * cost more than sending it; this costs nothing per frame, and per connection an entry in a set.
 *
 * <p><b>Threads.</b> Any thread may add and remove. Nothing is scheduled while no connection is open.
 */
final class Sweep implements Runnable {
    static final long PERIOD_MILLIS = 500;

    private final Set<Outbox> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    Sweep(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    void add(Outbox outbox) {
        open.add(outbox);
        if (outbox.isOpen()) {
            schedule();
        } else {
            // It was closed, and removed, before it was added.
            open.remove(outbox);
        }
    }

    void remove(Outbox outbox) {
        open.remove(outbox);
    }

    @Override
    public void run() {
        try {
            long now = nanoTime.getAsLong();
            open.forEach(outbox -> outbox.checkDeadline(now));
        } finally {
            scheduled.set(false);
            if (!open.isEmpty()) {
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
