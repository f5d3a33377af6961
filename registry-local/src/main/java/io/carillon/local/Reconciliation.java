package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.RegistryException;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Makes the store say what is true. A write whose answer was lost leaves a doubt behind, which is settled again and again
 * until the store has confirmed; under a new lease everything is written again; and at a slow interval too, in case the
 * broker has lost something without a word. All of it runs among the connection's own operations, in their order.
 */
final class Reconciliation {
    static final Duration RETRY = Duration.ofSeconds(1);
    static final Duration INTERVAL = Duration.ofSeconds(30);
    /** How many connections are written again at once. With more, the lease's renewal may stand behind them until it is too late. */
    private static final int AT_ONCE = 500;

    private final MembershipStore store;
    private final LeaseKeeper leases;
    private final HubRuntime runtime;
    private final Events events;
    private final Set<LocalConnection> doubted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;

    Reconciliation(MembershipStore store, LeaseKeeper leases, HubRuntime runtime, Events events) {
        this.store = store;
        this.leases = leases;
        this.runtime = runtime;
        this.events = events;
    }

    /** Whether an error means that the store is as it was. */
    static boolean saysNothingHappened(RegistryException error) {
        return !(error instanceof BackplaneTimeoutException);
    }

    /**
     * What the store says of these may not be true.
     *
     * @param told whether listeners know that the connection stands there
     */
    void doubt(LocalConnection connection, Set<Target> targets, boolean told) {
        connection.doubt(targets, told);
        doubted.add(connection);
        schedule();
    }

    /** Writes everything again at the slow interval, from now on. */
    void start(Collection<LocalConnection> connections) {
        runtime.after(INTERVAL, () -> {
            if (!closed) {
                assertAll(connections);
                start(connections);
            }
        });
    }

    /** Writes everything again. */
    void assertAll(Collection<LocalConnection> connections) {
        Queue<LocalConnection> left = new ConcurrentLinkedQueue<>(connections);
        IntStream.range(0, AT_ONCE).forEach(any -> assertNext(left));
    }

    /**
     * The store has confirmed that a connection stands behind these, and nowhere else under an earlier lease. Tells what listeners do not know,
     * and what the store says: others may have told meanwhile that it has gone.
     *
     * @param told whether listeners know of those that are not in doubt
     */
    void came(LocalConnection connection, Change change, Set<Target> targets, boolean told) {
        for (Target target : targets) {
            if (!connection.settle(target, told) || change.changed().contains(target)) {
                events.entered(connection.member, target);
            }
        }
        for (Target target : change.changed()) {
            if (!targets.contains(target)) {
                depart(connection, target);
                doubt(connection, Set.of(target), false);
            }
        }
        for (Target target : change.flipped()) {
            if (targets.contains(target)) {
                events.occupied(target);
            } else {
                events.emptied(target);
            }
        }
    }

    /** The store has confirmed that a connection does not stand behind these. Tells what listeners do not know. */
    void went(LocalConnection connection, Change change, Set<Target> targets) {
        targets.forEach(target -> depart(connection, target));
        change.flipped().forEach(events::emptied);
    }

    void close() {
        closed = true;
        doubted.clear();
    }

    /** And then the one behind it; by a timer, since a store that answers at once would let them call each other without end. */
    private void assertNext(Queue<LocalConnection> left) {
        LocalConnection next = left.poll();
        if (next != null) {
            next.operations.<Void>addAlways(attempt -> {
                Set<Target> truth = next.truth();
                return add(next, truth).handle((done, error) -> {
                    if (error != null) {
                        doubt(next, truth, true);
                    }
                    runtime.after(Duration.ZERO, () -> assertNext(left));
                    return null;
                });
            });
        }
    }

    /** Settles every doubt, as far as the store lets it, and not only when it is time. */
    void settleAll() {
        doubted.forEach(this::settle);
    }

    private void schedule() {
        if (!closed && scheduled.compareAndSet(false, true)) {
            runtime.after(RETRY, () -> {
                scheduled.set(false);
                settleAll();
            });
        }
    }

    private void settle(LocalConnection connection) {
        connection.operations.<Void>addAlways(attempt -> {
            Set<Target> gone = connection.doubts();
            gone.removeAll(connection.waiting());
            Set<Target> there = connection.truth();
            there.retainAll(gone);
            gone.removeAll(there);
            if (connection.registered && !connection.isOpen()) { // asked last, since it may close at any time
                doubted.remove(connection); // what clears it up is queued behind this
                return CompletableFuture.completedStage(null);
            }
            return remove(connection, gone)
                    .thenCompose(done -> add(connection, there))
                    .handle((done, error) -> {
                        settled(connection);
                        return null;
                    });
        });
    }

    private void settled(LocalConnection connection) {
        if (connection.isDoubted()) {
            schedule();
        } else {
            doubted.remove(connection);
            if (!connection.isOpen()) {
                connection.gone();
            }
        }
    }

    private void depart(LocalConnection connection, Target target) {
        if (connection.settle(target, connection.isBehind(target))) {
            events.departed(connection.member, target);
        }
    }

    private CompletionStage<Void> add(LocalConnection connection, Set<Target> targets) {
        return targets.isEmpty()
                ? CompletableFuture.completedStage(null)
                : leases.write((Lease lease) -> store.add(lease, connection.member, targets))
                        .thenAccept(change -> came(connection, change, targets, true));
    }

    private CompletionStage<Void> remove(LocalConnection connection, Set<Target> targets) {
        return targets.isEmpty()
                ? CompletableFuture.completedStage(null)
                : leases.write((Lease lease) -> store.remove(lease, connection.id(), targets))
                        .thenAccept(change -> went(connection, change, targets));
    }
}
