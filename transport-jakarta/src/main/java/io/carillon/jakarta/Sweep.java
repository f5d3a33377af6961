package io.carillon.jakarta;

import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every connection twice a second: for a frame or a close that takes too long, for a ping that is due and a pong that
 * has not come. A timer of its own for each frame would cost more than sending it; this costs nothing per frame, and per
 * connection a place in an array, since there may be very many. What may block is done on other threads.
 *
 * <p><b>Threads.</b> Any thread may add and remove. Nothing is scheduled while there is no connection.
 */
final class Sweep implements Runnable {
    static final long PERIOD_MILLIS = 500;
    /** The place of a connection that has none here. */
    static final int NOWHERE = -1;

    private static final int LEAST = 16;

    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock, with the place of each connection.
    private @Nullable Lifecycle[] connections = new Lifecycle[LEAST];
    private int size;

    Sweep(ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    void add(Lifecycle connection) {
        lock.lock();
        try {
            if (size == connections.length) {
                connections = Arrays.copyOf(connections, 2 * size);
            }
            connections[size] = connection;
            connection.place = size++;
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** Does nothing for one that is not here. */
    void remove(Lifecycle connection) {
        lock.lock();
        try {
            int place = connection.place;
            if (place == NOWHERE) {
                return;
            }
            // The last one moves up.
            Lifecycle last = connections[--size];
            connections[size] = null;
            if (last != null && last != connection) {
                connections[place] = last;
                last.place = place;
            }
            connection.place = NOWHERE;
            if (size < connections.length / 4 && connections.length > LEAST) {
                connections = Arrays.copyOf(connections, connections.length / 2);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        Lifecycle[] now = here();
        try {
            long nanos = nanoTime.getAsLong();
            for (Lifecycle connection : now) {
                connection.check(nanos);
            }
        } finally {
            scheduled.set(false);
            if (!isEmpty()) {
                schedule();
            }
        }
    }

    /** Copied, because what is found about one may remove it, and the lock is not held meanwhile. */
    private Lifecycle[] here() {
        lock.lock();
        try {
            return Arrays.copyOf(connections, size, Lifecycle[].class);
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return size == 0;
        } finally {
            lock.unlock();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            Future<?> unused = timer.schedule(this, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
