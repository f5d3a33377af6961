package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.InstanceId;
import io.carillon.LeaseLostException;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes this instance's lease, renews it, and takes a new one when it was lost. Renewals are spread by a tenth, so that
 * instances that were started together do not renew together.
 */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final double JITTER = 0.1;

    final InstanceId instance;
    private final MembershipStore store;
    private final HubRuntime runtime;
    private final Duration duration;
    private final Consumer<Lease> taken;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Lease current;
    private volatile long unbrokenSince;
    /** When it asked for what the store has confirmed last. */
    private volatile long confirmedAt;

    private long lastEpoch;
    private boolean busy;
    private boolean closed;
    private HubRuntime.@Nullable Timer timer;

    /**
     * A keeper that holds nothing yet.
     *
     * @param duration how long a lease lives; it is renewed three times in that time, so two renewals may fail
     * @param taken is told of every lease, when it is the current one
     */
    LeaseKeeper(
            InstanceId instance, MembershipStore store, HubRuntime runtime, Duration duration, Consumer<Lease> taken) {
        this.instance = instance;
        this.store = store;
        this.runtime = runtime;
        this.duration = duration;
        this.taken = taken;
    }

    /** The lease to write under, as far as it is known. */
    @Nullable
    Lease current() {
        return current;
    }

    /** Writes under the lease, and notices if it is dead. */
    <T> CompletionStage<T> write(Function<Lease, CompletionStage<T>> write) {
        Lease lease = current;
        if (lease == null) {
            return CompletableFuture.failedStage(new BackplaneUnavailableException("the instance holds no lease"));
        }
        CompletionStage<T> stage = write.apply(lease);
        stage.whenComplete((value, error) -> {
            if (error != null && Operation.unwrap(error) instanceof LeaseLostException) {
                lost(lease);
            }
        });
        return stage;
    }

    /** Whether the lease was held, and the link to the broker held too, for a whole lease: then others' are to be judged. */
    boolean isSettled() {
        long now = runtime.nanoTime();
        return current != null && now - unbrokenSince >= duration.toNanos() && now - confirmedAt < duration.toNanos();
    }

    /** The link to the broker was broken: others may have lost their leases meanwhile, for no fault of theirs. */
    void interrupted() {
        unbrokenSince = runtime.nanoTime();
    }

    /** Takes the first lease. Failed if the store refuses; then nothing is tried again. */
    CompletionStage<Lease> start() {
        return store.acquire(instance, 0, duration).thenApply(this::begin);
    }

    /** Renews, or takes a new lease, now and not only when it is time. */
    void check() {
        lock.lock();
        try {
            if (closed || busy) {
                return;
            }
            busy = true;
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
        Lease lease = current;
        if (lease == null) {
            store.acquire(instance, lastEpoch, duration).whenComplete(this::acquired);
        } else {
            long asked = runtime.nanoTime();
            store.renew(lease).whenComplete((lives, error) -> renewed(lease, asked, lives, error));
        }
    }

    /** Lets it go: no more renewals. What was held last, for the clearing up. */
    @Nullable
    Lease close() {
        lock.lock();
        try {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
            Lease last = current;
            current = null;
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Found by a write or by a renewal, or by both at once: then the second one takes the new lease. */
    private void lost(Lease lease) {
        boolean first; // of many writes, only that says so
        lock.lock();
        try {
            if (closed || (current != null && !lease.equals(current))) {
                return;
            }
            first = current != null;
            current = null;
        } finally {
            lock.unlock();
        }
        if (first) {
            LOG.warn("Instance {} has lost its lease, epoch {}, and takes a new one", instance, lease.epoch());
        }
        check();
    }

    /** A lease that comes after the close is nobody's, and is ended at once. */
    private Lease begin(Lease lease) {
        boolean tooLate;
        lock.lock();
        try {
            tooLate = closed;
            if (!tooLate) {
                lastEpoch = lease.epoch();
                current = lease;
                unbrokenSince = runtime.nanoTime();
                confirmedAt = unbrokenSince;
            }
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            store.purge(lease, 1);
        } else {
            next();
            taken.accept(lease);
        }
        return lease;
    }

    private void acquired(@Nullable Lease lease, @Nullable Throwable error) {
        free();
        if (lease != null) {
            begin(lease);
        } else {
            LOG.warn("Instance {} cannot take a lease: {}", instance, String.valueOf(error));
            next();
        }
    }

    private void renewed(Lease lease, long asked, @Nullable Boolean lives, @Nullable Throwable error) {
        free();
        if (Boolean.TRUE.equals(lives)) {
            confirmedAt = asked;
        } else {
            interrupted();
        }
        if (Boolean.FALSE.equals(lives)) {
            lost(lease);
        } else {
            if (error != null) {
                LOG.warn("Instance {} cannot renew its lease: {}", instance, error.toString());
            }
            next();
        }
    }

    private void free() {
        lock.lock();
        try {
            busy = false;
        } finally {
            lock.unlock();
        }
    }

    private void next() {
        double spread = 1 - JITTER + 2 * JITTER * runtime.random();
        Duration delay = Duration.ofNanos((long) (duration.toNanos() * spread / 3.3));
        lock.lock();
        try {
            if (!closed) {
                timer = runtime.after(delay, this::check);
            }
        } finally {
            lock.unlock();
        }
    }
}
