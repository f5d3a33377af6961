package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Connection;
import io.carillon.spi.MembershipStore;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this instance: how they come, go, join and leave. On the way in the subscription comes first, then
 * the store, then the connection's own place; on the way out the reverse. What fails half way is undone, and the stage
 * ends after that.
 */
final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final Target EVERYONE = new Target.Everyone();

    private final Map<ConnectionId, LocalConnection> connections = new ConcurrentHashMap<>();
    private final Stripes locks = new Stripes();
    private final MembershipStore store;
    private final Interests interests;

    Registrations(MembershipStore store, Interests interests) {
        this.store = store;
        this.interests = interests;
    }

    /** The connections that live here; a view. */
    Map<ConnectionId, LocalConnection> connections() {
        return connections;
    }

    CompletableFuture<Void> register(Connection sink) {
        LocalConnection connection =
                new LocalConnection(sink, locks.of(sink.id().hashCode()));
        if (connections.putIfAbsent(connection.id(), connection) != null) {
            throw new IllegalArgumentException("connection " + connection.id() + " is registered already");
        }
        CompletableFuture<Void> attempt = connection.operations.add(registering -> {
            Set<Target> written = written(connection);
            connection
                    .member
                    .user()
                    .<Target>map(Target.User::new)
                    .ifPresentOrElse(
                            user -> enter(connection, user, written, registering),
                            () -> write(connection, null, written, registering));
        });
        attempt.whenComplete((done, error) -> {
            if (error != null) {
                connections.remove(connection.id(), connection);
                connection.close();
            }
        });
        return attempt;
    }

    CompletableFuture<Void> unregister(ConnectionId id) {
        LocalConnection connection = connections.remove(id);
        if (connection == null) {
            return CompletableFuture.completedFuture(null);
        }
        connection.close();
        return connection.operations.add(attempt -> {
            Set<Interest> places = connection.interests();
            Set<Target> written = written(connection);
            places.forEach(interest -> written.add(interest.target()));
            store.remove(id, written).whenComplete((done, error) -> {
                places.forEach(interests::release);
                end(attempt, error);
            });
        });
    }

    /** Lets go of it here only, when the cluster forgets the whole instance. */
    void forget(ConnectionId id) {
        LocalConnection connection = connections.remove(id);
        if (connection != null) {
            connection.close();
        }
    }

    CompletableFuture<Void> join(ConnectionId id, Target group) {
        LocalConnection connection = connections.get(id);
        if (connection == null) {
            return CompletableFuture.failedFuture(unknown(id));
        }
        return connection.operations.add(attempt -> {
            if (!connection.isOpen()) {
                attempt.completeExceptionally(unknown(id));
            } else if (connection.isBehind(group)) {
                attempt.complete(null);
            } else {
                enter(connection, group, Set.of(group), attempt);
            }
        });
    }

    CompletableFuture<Void> leave(ConnectionId id, Target group) {
        LocalConnection connection = connections.get(id);
        if (connection == null) {
            return CompletableFuture.failedFuture(unknown(id));
        }
        return connection.operations.add(attempt -> {
            Interest interest = connection.detach(group);
            if (interest == null) {
                attempt.complete(null);
                return;
            }
            store.remove(id, Set.of(group)).whenComplete((done, error) -> {
                if (error == null || !connection.attach(interest)) {
                    interests.release(interest);
                }
                end(attempt, error);
            });
        });
    }

    private void enter(LocalConnection connection, Target place, Set<Target> written, CompletableFuture<Void> attempt) {
        interests.acquire(place).whenComplete((interest, refused) -> {
            if (refused != null) {
                attempt.completeExceptionally(refused);
            } else if (attempt.isDone()) {
                interests.release(interest);
            } else {
                write(connection, interest, written, attempt);
            }
        });
    }

    private void write(
            LocalConnection connection,
            @Nullable Interest interest,
            Set<Target> written,
            CompletableFuture<Void> attempt) {
        store.add(connection.member, written).whenComplete((done, error) -> {
            if (error == null && !attempt.isDone() && settle(connection, interest, attempt)) {
                return;
            }
            if (interest != null) {
                interests.release(interest);
            }
            undo(connection, written, attempt, error == null ? unknown(connection.id()) : error);
        });
    }

    /** Takes the place and tells the caller; false if the connection has gone, or the caller's time. */
    private boolean settle(LocalConnection connection, @Nullable Interest interest, CompletableFuture<Void> attempt) {
        boolean attached = interest == null ? connection.isOpen() : connection.attach(interest);
        if (attached && !attempt.complete(null)) {
            if (interest != null) {
                connection.detach(interest.target());
            }
            return false;
        }
        return attached;
    }

    /** Takes back what was, or may have been, written: at once, or in its turn if the next operation has begun. */
    private void undo(LocalConnection connection, Set<Target> written, CompletableFuture<Void> attempt, Throwable why) {
        if (!attempt.isDone()) {
            store.remove(connection.id(), written)
                    .whenComplete((done, error) -> attempt.completeExceptionally(Operation.unwrap(why)));
            return;
        }
        connection.operations.add(later -> {
            Set<Target> unwanted = new LinkedHashSet<>(written);
            if (connection.isOpen()) {
                unwanted.removeIf(connection::isBehind);
            }
            store.remove(connection.id(), unwanted).whenComplete((done, error) -> {
                if (error != null) {
                    LOG.warn("Could not take back a late write for connection {}", connection.id(), error);
                }
                later.complete(null);
            });
        });
    }

    /** Under what a connection stands in the store from its first moment to its last. */
    private static Set<Target> written(LocalConnection connection) {
        Set<Target> written = new LinkedHashSet<>();
        written.add(EVERYONE);
        connection.member.user().map(Target.User::new).ifPresent(written::add);
        return written;
    }

    private static void end(CompletableFuture<Void> attempt, @Nullable Throwable error) {
        if (error == null) {
            attempt.complete(null);
        } else {
            attempt.completeExceptionally(Operation.unwrap(error));
        }
    }

    private static UnknownConnectionException unknown(ConnectionId id) {
        return new UnknownConnectionException("connection " + id + " is not registered on this instance");
    }
}
