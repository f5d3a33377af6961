package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryException;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Connection;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The connections of this instance: how they come, go, join and leave. On the way in the subscription comes first, then
 * the store, then the connection's own place; on the way out the store first. What the store's answer leaves open, and what
 * comes after the caller's time, {@link Reconciliation} settles by what is true here.
 */
final class Registrations {
    private static final Target EVERYONE = new Target.Everyone();

    private final Map<ConnectionId, LocalConnection> connections = new ConcurrentHashMap<>();
    /** Those who have gone, until the store has confirmed it. */
    private final Map<ConnectionId, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();

    private final Stripes locks = new Stripes();
    private final MembershipStore store;
    private final LeaseKeeper leases;
    private final Interests interests;
    private final Reconciliation reconciliation;
    private volatile boolean closed;

    Registrations(MembershipStore store, LeaseKeeper leases, Interests interests, Reconciliation reconciliation) {
        this.store = store;
        this.leases = leases;
        this.interests = interests;
        this.reconciliation = reconciliation;
    }

    /** The connections that live here; a view. */
    Map<ConnectionId, LocalConnection> connections() {
        return connections;
    }

    CompletableFuture<JoinResult> register(Connection sink) {
        LocalConnection connection =
                new LocalConnection(sink, locks.of(sink.id().hashCode()));
        ConnectionId id = connection.id();
        if (leaving.containsKey(id) || connections.putIfAbsent(id, connection) != null) {
            throw new IllegalArgumentException("connection " + id + " is registered already");
        }
        CompletableFuture<JoinResult> attempt = connection.operations.add(registering -> {
            Set<Target> written = new LinkedHashSet<>(Set.of(EVERYONE));
            if (connection.member.user().isEmpty()) {
                return write(connection, null, written, registering);
            }
            Target user = new Target.User(connection.member.user().get());
            written.add(user);
            return enter(connection, user, written, registering);
        });
        if (closed) {
            attempt.completeExceptionally(new RegistryClosedException("the registry is closed"));
        }
        attempt.whenComplete((done, error) -> {
            if (error != null) {
                forget(id);
            }
        });
        return attempt;
    }

    /** Whoever asks again while the store has not confirmed it waits for that. */
    CompletableFuture<Void> unregister(ConnectionId id) {
        LocalConnection connection = connections.get(id);
        if (connection == null || !connection.close()) {
            CompletableFuture<Void> gone = leaving.get(id);
            return gone == null ? CompletableFuture.completedFuture(null) : gone.copy();
        }
        CompletableFuture<Void> gone = new CompletableFuture<>();
        leaving.put(id, gone);
        connections.remove(id, connection);
        gone.whenComplete((done, error) -> leaving.remove(id, gone));
        connection.whenGone(() -> gone.complete(null));
        return connection
                .operations
                .<Void>addAlways(attempt -> {
                    Set<Target> written = connection.takeDoubts();
                    if (connection.registered) {
                        written.add(EVERYONE);
                    }
                    for (Interest place : connection.places()) {
                        written.add(place.target());
                        connection.detach(place.target());
                        interests.release(place);
                    }
                    connection.registered = false;
                    return remove(connection, written, attempt);
                })
                .copy();
    }

    /** Lets go of it here only. */
    void forget(ConnectionId id) {
        LocalConnection connection = connections.remove(id);
        if (connection != null) {
            connection.close();
        }
    }

    CompletableFuture<JoinResult> join(ConnectionId id, Target group) {
        return onConnection(id, (connection, attempt) -> {
            if (!connection.isOpen() || !connection.registered) {
                attempt.completeExceptionally(unknown(id));
            } else if (connection.isBehind(group)) {
                attempt.complete(JoinResult.JOINED);
            } else {
                return enter(connection, group, Set.of(group), attempt);
            }
            return attempt;
        });
    }

    CompletableFuture<Void> leave(ConnectionId id, Target group) {
        return onConnection(id, (connection, attempt) -> {
            if (connection.isOpen() && connection.isBehind(group)) {
                return leave(connection, Set.of(group), attempt);
            }
            attempt.complete(null);
            return attempt;
        });
    }

    CompletableFuture<Void> leaveAll(ConnectionId id) {
        return connections.containsKey(id)
                ? onConnection(id, (connection, attempt) -> {
                    Set<Target> groups = connection.truth();
                    groups.removeIf(target -> !(target instanceof Target.Group));
                    return leave(connection, groups, attempt);
                })
                : CompletableFuture.completedFuture(null);
    }

    CompletableFuture<Void> update(ConnectionId id, Map<String, String> attributes) {
        return onConnection(id, (connection, attempt) -> {
            connection.member = new Member(id, connection.member.user(), attributes);
            Set<Target> truth = connection.truth();
            return leases.write(lease -> store.add(lease, connection.member, truth))
                    .handle((change, error) -> {
                        if (error != null) {
                            reconciliation.doubt(connection, truth);
                        }
                        return end(attempt, error);
                    });
        });
    }

    /** The transport closes it, and then unregisters it. */
    CompletableFuture<SendResult> disconnect(ConnectionId id, CloseReason reason) {
        LocalConnection connection = connections.get(id);
        if (connection == null) {
            return CompletableFuture.failedFuture(unknown(id));
        }
        connection.disconnect(reason);
        return CompletableFuture.completedFuture(SendResult.ACCEPTED);
    }

    /** Takes in no more. */
    void close() {
        closed = true;
    }

    private <T> CompletableFuture<T> onConnection(
            ConnectionId id, BiFunction<LocalConnection, CompletableFuture<T>, CompletionStage<?>> body) {
        LocalConnection connection = connections.get(id);
        return connection == null
                ? CompletableFuture.failedFuture(unknown(id))
                : connection.operations.add(attempt -> body.apply(connection, attempt));
    }

    private CompletionStage<?> enter(
            LocalConnection connection, Target place, Set<Target> written, CompletableFuture<JoinResult> attempt) {
        CompletableFuture<Interest> acquired = interests.acquire(place);
        if (acquired.isDone() && !acquired.isCompletedExceptionally()) {
            return write(connection, acquired.join(), written, attempt);
        }
        return acquired.handle((interest, refused) -> {
                    if (refused != null) {
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

    private CompletionStage<?> write(
            LocalConnection connection,
            @Nullable Interest interest,
            Set<Target> written,
            CompletableFuture<JoinResult> attempt) {
        return leases.write(lease -> store.add(lease, connection.member, written))
                .handle((change, error) -> {
                    if (change != null && settle(connection, interest, written, change, attempt)) {
                        return null;
                    }
                    if (interest != null) {
                        interests.release(interest);
                    }
                    RegistryException why = error == null ? unknown(connection.id()) : Operation.unwrap(error);
                    if (error == null || !Reconciliation.saysNothingHappened(why)) {
                        reconciliation.doubt(connection, written);
                    }
                    attempt.completeExceptionally(why);
                    return null;
                });
    }

    /** Takes the place and tells the caller; false if the connection has gone, or the caller's time. */
    private boolean settle(
            LocalConnection connection,
            @Nullable Interest interest,
            Set<Target> written,
            Change change,
            CompletableFuture<JoinResult> attempt) {
        if (closed || attempt.isDone() || !connection.isOpen()) {
            return false;
        }
        if (interest != null && !connection.attach(interest)) {
            return false;
        }
        boolean registering = written.contains(EVERYONE);
        connection.registered |= registering;
        if (attempt.complete(JoinResult.JOINED)) {
            reconciliation.tell(connection, change, written);
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
    private CompletionStage<?> leave(LocalConnection connection, Set<Target> groups, CompletableFuture<Void> attempt) {
        return leases.write(lease -> store.remove(lease, connection.id(), groups))
                .handle((change, error) -> {
                    if (change == null || attempt.isDone()) {
                        reconciliation.doubt(connection, groups);
                        return end(attempt, error);
                    }
                    for (Target group : groups) {
                        Interest place = connection.detach(group);
                        if (place != null) {
                            interests.release(place);
                        }
                    }
                    reconciliation.tell(connection, change, Set.of());
                    return end(attempt, null);
                });
    }

    private CompletionStage<?> remove(
            LocalConnection connection, Set<Target> written, CompletableFuture<Void> attempt) {
        return leases.write(lease -> store.remove(lease, connection.id(), written))
                .handle((change, error) -> {
                    if (change == null) {
                        reconciliation.doubt(connection, written);
                    } else {
                        reconciliation.tell(connection, change, Set.of());
                        connection.gone();
                    }
                    return end(attempt, error);
                });
    }

    private static CompletableFuture<Void> end(CompletableFuture<Void> attempt, @Nullable Throwable error) {
        if (error == null) {
            attempt.complete(null);
        } else {
            attempt.completeExceptionally(Operation.unwrap(error));
        }
        return attempt;
    }

    private static UnknownConnectionException unknown(ConnectionId id) {
        return new UnknownConnectionException("connection " + id + " is not registered on this instance");
    }
}
