package io.carillon.local;

import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.RegistryException;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.MembershipStore;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How a connection takes its places behind targets and gives them up. On the way in the subscription comes first, then the
 * store, then the connection's own place; on the way out the store first. What the store's answer leaves open, what comes
 * after the caller's time, and what is done while the broker is away, {@link Reconciliation} settles by what is true here.
 *
 * <p>Each of these is one of the connection's own operations: it tells the caller through the attempt, and returns its end.
 */
final class Memberships {
    private static final Target EVERYONE = new Target.Everyone();

    private final MembershipStore store;
    private final LeaseKeeper leases;
    private final Interests interests;
    private final Reconciliation reconciliation;
    private final Outage outage;
    private volatile boolean refusing;
    private volatile boolean closed;

    Memberships(
            MembershipStore store,
            LeaseKeeper leases,
            Interests interests,
            Reconciliation reconciliation,
            Outage outage) {
        this.store = store;
        this.leases = leases;
        this.interests = interests;
        this.reconciliation = reconciliation;
        this.outage = outage;
    }

    /** Takes a place that has a subject of its own. */
    CompletionStage<?> enter(
            LocalConnection connection, Target place, Set<Target> written, CompletableFuture<JoinResult> attempt) {
        if (outage.isNow()) {
            return enterHere(connection, place, written, attempt);
        }
        CompletableFuture<Interest> acquired = interests.acquire(place);
        if (acquired.isDone() && !acquired.isCompletedExceptionally()) {
            return write(connection, acquired.join(), written, attempt);
        }
        return acquired.handle((interest, refused) -> {
                    if (refused != null && outage.forgives(refused)) {
                        return enterHere(connection, place, written, attempt);
                    } else if (refused != null) {
                        attempt.completeExceptionally(Operation.unwrap(refused));
                        return attempt;
                    } else if (attempt.isDone()) {
                        interests.release(interest);
                        return attempt;
                    }
                    return write(connection, interest, written, attempt);
                })
                .thenCompose(ended -> ended.handle((done, error) -> null));
    }

    /** What is said to one who asks for a place that it has. */
    JoinResult standing(LocalConnection connection) {
        return outage.isOutlasted() && connection.isDoubted() ? outage.result() : JoinResult.JOINED;
    }

    /** Writes, and then takes the place. */
    CompletionStage<?> write(
            LocalConnection connection,
            @Nullable Interest interest,
            Set<Target> written,
            CompletableFuture<JoinResult> attempt) {
        return leases.write(lease -> store.add(lease, connection.member, written))
                .handle((change, error) -> {
                    if (change != null) {
                        boolean settled = settle(connection, interest, written, attempt, JoinResult.JOINED);
                        reconciliation.came(
                                connection, change, written, false); // if not settled, its end will be told too
                        if (settled) {
                            return null;
                        }
                    }
                    if (error != null
                            && outage.forgives(error)
                            && settle(connection, interest, written, attempt, outage.result())) {
                        reconciliation.doubt(connection, written, false);
                        return null;
                    }
                    if (interest != null) {
                        interests.release(interest);
                    }
                    RegistryException why = error == null ? unknown(connection) : Operation.unwrap(error);
                    if (error == null || !Reconciliation.saysNothingHappened(why)) {
                        reconciliation.doubt(connection, written, change != null);
                    }
                    attempt.completeExceptionally(why);
                    return null;
                });
    }

    /** Takes the place without the broker, which is told on return. */
    private CompletionStage<?> enterHere(
            LocalConnection connection, Target place, Set<Target> written, CompletableFuture<JoinResult> attempt) {
        Interest interest = interests.acquireHere(place);
        if (interest != null && settle(connection, interest, written, attempt, outage.result())) {
            reconciliation.doubt(connection, written, false);
            return attempt;
        }
        if (interest != null) {
            interests.release(interest);
        }
        attempt.completeExceptionally(unknown(connection));
        return attempt;
    }

    /** Takes the place and tells the caller; false if the connection has gone, or the caller's time. */
    private boolean settle(
            LocalConnection connection,
            @Nullable Interest interest,
            Set<Target> written,
            CompletableFuture<JoinResult> attempt,
            JoinResult result) {
        boolean registering = written.contains(EVERYONE);
        if (closed || (refusing && registering) || attempt.isDone() || !connection.isOpen()) {
            return false;
        }
        if (interest != null && !connection.attach(interest)) {
            return false;
        }
        connection.registered |= registering;
        if (attempt.complete(result)) {
            return true;
        }
        if (registering) {
            connection.registered = false;
        }
        if (interest != null) {
            connection.detach(interest.target());
        }
        return false;
    }

    /**
     * A refusal changes nothing, so the caller can try again. What comes after the caller's time does not count either: the
     * connection is where it was, and the store is made to agree.
     */
    CompletionStage<?> leave(LocalConnection connection, Set<Target> groups, CompletableFuture<Void> attempt) {
        if (outage.isNow()) {
            release(connection, groups);
            reconciliation.doubt(connection, groups, true);
            return end(attempt, null);
        }
        return leases.write(lease -> store.remove(lease, connection.id(), groups))
                .handle((change, error) -> {
                    if (change != null) {
                        reconciliation.went(connection, change, groups);
                    }
                    boolean forgiven = error != null && outage.forgives(error);
                    if (attempt.isDone() || (error != null && !forgiven)) {
                        reconciliation.doubt(connection, groups, change == null);
                        return end(attempt, error);
                    }
                    release(connection, groups);
                    if (change == null) {
                        reconciliation.doubt(connection, groups, true);
                    }
                    return end(attempt, null);
                });
    }

    /** Gives up everything; what the store does not confirm now is settled later. */
    CompletionStage<?> clear(LocalConnection connection, CompletableFuture<Void> attempt) {
        Set<Target> held = new LinkedHashSet<>(4);
        for (Interest place : connection.places()) {
            held.add(place.target());
            connection.detach(place.target());
            interests.release(place);
        }
        if (connection.registered) {
            held.add(EVERYONE);
        }
        connection.registered = false;
        connection.doubt(held, true);
        Set<Target> written = connection.doubts();
        return leases.write(lease -> store.remove(lease, connection.id(), written))
                .handle((change, error) -> {
                    if (change == null) {
                        reconciliation.doubt(connection, written, true);
                    } else {
                        reconciliation.went(connection, change, written);
                        connection.gone();
                    }
                    return end(attempt, error);
                });
    }

    /** Writes what the cluster knows of the connection anew, wherever it stands. If nothing happened, it stays as it was. */
    CompletionStage<?> update(LocalConnection connection, Member member, CompletableFuture<Void> attempt) {
        Member before = connection.member;
        connection.member = member;
        Set<Target> truth = connection.truth();
        return leases.write(lease -> store.add(lease, member, truth)).handle((change, error) -> {
            if (error == null) {
                reconciliation.came(connection, change, truth, true);
                return end(attempt, null);
            }
            boolean forgiven = outage.forgives(error);
            if (!forgiven && Reconciliation.saysNothingHappened(Operation.unwrap(error))) {
                connection.member = before;
            } else {
                reconciliation.doubt(connection, truth, true);
            }
            return end(attempt, forgiven ? null : error);
        });
    }

    /** Takes in no more connections. */
    void refuse() {
        refusing = true;
    }

    /** Takes in no more. */
    void close() {
        closed = true;
    }

    private void release(LocalConnection connection, Set<Target> groups) {
        for (Target group : groups) {
            Interest place = connection.detach(group);
            if (place != null) {
                interests.release(place);
            }
        }
    }

    private static CompletableFuture<Void> end(CompletableFuture<Void> attempt, @Nullable Throwable error) {
        Operation.end(attempt, null, error);
        return attempt;
    }

    private static UnknownConnectionException unknown(LocalConnection connection) {
        return new UnknownConnectionException("connection " + connection.id() + " is not registered on this instance");
    }
}
