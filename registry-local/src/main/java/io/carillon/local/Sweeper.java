package io.carillon.local;

import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Departure;
import io.carillon.spi.MembershipStore.LeaseState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up behind instances that have died, and tells what they cannot tell any more. Queries are right without it. It
 * judges others only while this instance has held its own lease, and its link to the broker, for a whole lease: a broker
 * that paused has expired all leases together, and those who live get the time to take theirs again.
 */
final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int BITE = 1_000;

    private final MembershipStore store;
    private final LeaseKeeper leases;
    private final HubRuntime runtime;
    private final Events events;
    private final Duration interval;
    private volatile boolean closed;

    Sweeper(MembershipStore store, LeaseKeeper leases, HubRuntime runtime, Events events, Duration interval) {
        this.store = store;
        this.leases = leases;
        this.runtime = runtime;
        this.events = events;
        this.interval = interval;
    }

    void start() {
        runtime.after(jittered(interval), this::run);
    }

    void close() {
        closed = true;
    }

    /** Removes what was written under a lease, bite by bite. */
    CompletionStage<Void> purge(Lease lease) {
        return store.purge(lease, BITE).thenCompose(departures -> {
            departures.forEach(this::tell);
            return departures.isEmpty() ? CompletableFuture.completedStage(null) : purge(lease);
        });
    }

    private void run() {
        if (closed) {
            return;
        }
        CompletionStage<Void> swept =
                leases.isSettled() ? store.leases().thenCompose(this::sweep) : CompletableFuture.completedStage(null);
        swept.whenComplete((done, error) -> {
            if (error != null) {
                LOG.warn("Could not clear up behind the dead: {}", error.toString());
            }
            start();
        });
    }

    private CompletionStage<Void> sweep(List<LeaseState> states) {
        CompletionStage<Void> swept = CompletableFuture.completedStage(null);
        Lease own = leases.current();
        if (own == null || !states.contains(new LeaseState(own, true))) {
            return swept; // this instance's own clock stood still: it is among the dead, and does not know yet
        }
        for (LeaseState state : states) {
            if (!state.live()) {
                Lease dead = state.lease();
                LOG.info("Clearing up behind {}, epoch {}", dead.instance(), dead.epoch());
                swept = swept.thenCompose(done -> purge(state.lease()));
            }
        }
        return swept;
    }

    /** Of those who live here Reconciliation tells, until the end: what was swept is left from an earlier lease, and may be written again by now. */
    private void tell(Departure departure) {
        if (closed || !departure.member().id().instance().equals(leases.instance)) {
            events.departed(departure.member(), departure.target());
        }
        if (departure.last()) {
            events.emptied(departure.target());
        }
    }

    /** Spread by a quarter, so that not all instances look at once. */
    private Duration jittered(Duration mean) {
        return Duration.ofNanos((long) (mean.toNanos() * (0.75 + 0.5 * runtime.random())));
    }
}
