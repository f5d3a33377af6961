package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.RegistryClosedException;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Connection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** The connections of this instance: how they come and go, and what is asked of each, one thing after the other. */
final class Registrations {
    private static final Target EVERYONE = new Target.Everyone();

    private final Map<ConnectionId, LocalConnection> connections = new ConcurrentHashMap<>();
    /** Those who have gone, until the store has confirmed it. */
    private final Map<ConnectionId, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();

    private final Stripes locks = new Stripes();
    private final Memberships memberships;
    private volatile boolean closed;

    Registrations(Memberships memberships) {
        this.memberships = memberships;
    }

    /** The connections that live here; a view. */
    Map<ConnectionId, LocalConnection> connections() {
        return connections;
    }

    CompletableFuture<JoinResult> register(Connection sink) {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new RegistryClosedException("the registry takes in no more connections"));
        }
        LocalConnection connection =
                new LocalConnection(sink, locks.of(sink.id().hashCode()));
        ConnectionId id = connection.id();
        if (leaving.containsKey(id) || connections.putIfAbsent(id, connection) != null) {
            throw new IllegalArgumentException("connection " + id + " is registered already");
        }
        CompletableFuture<JoinResult> attempt = connection.operations.add(registering -> {
            Set<Target> written = new LinkedHashSet<>(Set.of(EVERYONE));
            if (connection.member.user().isEmpty()) {
                return memberships.write(connection, null, written, registering);
            }
            Target user = new Target.User(connection.member.user().get());
            written.add(user);
            return memberships.enter(connection, user, written, registering);
        });
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
                .<Void>addAlways(attempt -> memberships.clear(connection, attempt))
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
                attempt.complete(memberships.standing(connection));
            } else {
                return memberships.enter(connection, group, Set.of(group), attempt);
            }
            return attempt;
        });
    }

    CompletableFuture<Void> leave(ConnectionId id, Target group) {
        return onConnection(id, (connection, attempt) -> {
            if (connection.isOpen() && connection.isBehind(group)) {
                return memberships.leave(connection, Set.of(group), attempt);
            }
            attempt.complete(null);
            return attempt;
        });
    }

    CompletableFuture<Void> leaveAll(ConnectionId id) {
        return connections.containsKey(id)
                ? onConnection(id, (connection, attempt) -> {
                    Set<Target> groups = connection.groups();
                    return memberships.leave(connection, groups, attempt);
                })
                : CompletableFuture.completedFuture(null);
    }

    CompletableFuture<Void> update(ConnectionId id, Map<String, String> attributes) {
        return onConnection(
                id,
                (connection, attempt) ->
                        memberships.update(connection, new Member(id, connection.member.user(), attributes), attempt));
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

    /** Takes in no more connections. */
    void refuse() {
        closed = true;
        memberships.refuse();
    }

    /** Takes in no more, and lets those who are on their way nowhere. */
    void close() {
        refuse();
        memberships.close();
    }

    private <T> CompletableFuture<T> onConnection(
            ConnectionId id, BiFunction<LocalConnection, CompletableFuture<T>, CompletionStage<?>> body) {
        LocalConnection connection = connections.get(id);
        return connection == null
                ? CompletableFuture.failedFuture(unknown(id))
                : connection.operations.add(attempt -> body.apply(connection, attempt));
    }

    private static UnknownConnectionException unknown(ConnectionId id) {
        return new UnknownConnectionException("connection " + id + " is not registered on this instance");
    }
}
