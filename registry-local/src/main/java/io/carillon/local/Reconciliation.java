package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.RegistryException;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    /** What the store says of these may not be true. */
    void doubt(LocalConnection connection, Set<Target> targets) {
        connection.doubt(targets);
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

    /** Tells what a write has changed: what was asked for has come, and anything else has gone. */
    void tell(LocalConnection connection, Change change, Set<Target> asked) {
        for (Target target : change.changed()) {
            if (asked.contains(target)) {
                events.entered(connection.member, target);
            } else {
                events.departed(connection.member, target);
            }
        }
        for (Target target : change.flipped()) {
            if (asked.contains(target)) {
                events.occupied(target);
            } else {
                events.emptied(target);
            }
        }
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
                        doubt(next, truth);
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
            Set<Target> doubts = connection.takeDoubts();
            Set<Target> waiting = connection.waiting();
            waiting.retainAll(doubts);
            if (!waiting.isEmpty()) {
                doubt(connection, waiting);
                doubts.removeAll(waiting);
            }
            Set<Target> there = connection.truth();
            there.retainAll(doubts);
            Set<Target> gone = new LinkedHashSet<>(doubts);
            gone.removeAll(there);
            return remove(connection, gone)
                    .thenCompose(done -> add(connection, there))
                    .handle((done, error) -> {
                        settled(connection, doubts, error);
                        return null;
                    });
        });
    }

    private void settled(LocalConnection connection, Set<Target> doubts, @Nullable Throwable error) {
        if (error != null) {
            doubt(connection, doubts);
        } else if (!connection.isDoubted()) {
            doubted.remove(connection);
            if (!connection.isOpen()) {
                connection.gone();
            }
        }
    }

    private CompletionStage<Void> add(LocalConnection connection, Set<Target> targets) {
        return targets.isEmpty()
                ? CompletableFuture.completedStage(null)
                : leases.write((Lease lease) -> store.add(lease, connection.member, targets))
                        .thenAccept(change -> tell(connection, change, targets));
    }

    private CompletionStage<Void> remove(LocalConnection connection, Set<Target> targets) {
        return targets.isEmpty()
                ? CompletableFuture.completedStage(null)
                : leases.write((Lease lease) -> store.remove(lease, connection.id(), targets))
                        .thenAccept(change -> tell(connection, change, Set.of()));
    }
}
