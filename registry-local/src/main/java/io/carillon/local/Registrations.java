package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.RegistryException;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Connection;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of this instance: how they come, go, join and leave. On the way in the subscription comes first, then
 * the store, then the connection's own place; on the way out the reverse. What fails half way is undone here, and where the
 * store's answer was lost, {@link Reconciliation} makes the store agree.
 */
final class Registrations {
    private static final Target EVERYONE = new Target.Everyone();

    private final Map<ConnectionId, LocalConnection> connections = new ConcurrentHashMap<>();
    private final Stripes locks = new Stripes();
    private final MembershipStore store;
    private final LeaseKeeper leases;
    private final Interests interests;
    private final Reconciliation reconciliation;

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

    CompletableFuture<Void> register(Connection sink) {
        LocalConnection connection =
                new LocalConnection(sink, locks.of(sink.id().hashCode()));
        if (connections.putIfAbsent(connection.id(), connection) != null) {
            throw new IllegalArgumentException("connection " + connection.id() + " is registered already");
        }
        CompletableFuture<Void> attempt = connection.operations.add(registering -> {
            Set<Target> written = new LinkedHashSet<>(Set.of(EVERYONE));
            if (connection.member.user().isPresent()) {
                Target user = new Target.User(connection.member.user().get());
                written.add(user);
                enter(connection, user, written, registering);
            } else {
                write(connection, null, written, registering);
            }
        });
        attempt.whenComplete((done, error) -> {
            if (error != null) {
                forget(connection.id());
            }
        });
        return attempt;
    }

    CompletableFuture<Void> unregister(ConnectionId id) {
        LocalConnection connection = connections.remove(id);
        if (connection == null || !connection.close()) {
            return CompletableFuture.completedFuture(null);
        }
        return connection.operations.add(attempt -> {
            Set<Target> written = new LinkedHashSet<>();
            if (connection.registered) {
                written.add(EVERYONE);
            }
            for (Interest place : connection.places()) {
                written.add(place.target());
                connection.detach(place.target());
                interests.release(place);
            }
            written.addAll(connection.takeDoubts());
            remove(connection, written, null, attempt);
        });
    }

    /** Lets go of it here only. */
    void forget(ConnectionId id) {
        LocalConnection connection = connections.remove(id);
        if (connection != null) {
            connection.close();
        }
    }

    CompletableFuture<Void> join(ConnectionId id, Target group) {
        return onConnection(id, (connection, attempt) -> {
            if (!connection.isOpen() || !connection.registered) {
                attempt.completeExceptionally(unknown(id));
            } else if (connection.isBehind(group)) {
                attempt.complete(null);
            } else {
                enter(connection, group, Set.of(group), attempt);
            }
        });
    }

    CompletableFuture<Void> leave(ConnectionId id, Target group) {
        return onConnection(id, (connection, attempt) -> {
            Interest interest = connection.detach(group);
            if (interest == null) {
                attempt.complete(null);
                return;
            }
            remove(connection, Set.of(group), interest, attempt);
        });
    }

    CompletableFuture<Void> update(ConnectionId id, Map<String, String> attributes) {
        return onConnection(id, (connection, attempt) -> {
            Member updated = new Member(id, connection.member.user(), attributes);
            Set<Target> truth = connection.truth();
            leases.write(lease -> store.add(lease, updated, truth)).whenComplete((change, error) -> {
                if (error == null) {
                    connection.member = updated;
                    attempt.complete(null);
                } else {
                    reconciliation.doubt(connection, truth);
                    attempt.completeExceptionally(Operation.unwrap(error));
                }
            });
        });
    }

    private CompletableFuture<Void> onConnection(
            ConnectionId id, BiConsumer<LocalConnection, CompletableFuture<Void>> body) {
        LocalConnection connection = connections.get(id);
        return connection == null
                ? CompletableFuture.failedFuture(unknown(id))
                : connection.operations.add(attempt -> body.accept(connection, attempt));
    }

    private void enter(LocalConnection connection, Target place, Set<Target> written, CompletableFuture<Void> attempt) {
        interests.acquire(place).whenComplete((interest, refused) -> {
            if (refused != null) {
                attempt.completeExceptionally(Operation.unwrap(refused));
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
        leases.write(lease -> store.add(lease, connection.member, written)).whenComplete((change, error) -> {
            if (error == null && !attempt.isDone() && settle(connection, interest, written, change, attempt)) {
                return;
            }
            if (interest != null) {
                interests.release(interest);
            }
            RegistryException why = error == null ? unknown(connection.id()) : Operation.unwrap(error);
            if (!Reconciliation.saysNothingHappened(why)) {
                reconciliation.doubt(connection, written);
            }
            attempt.completeExceptionally(why);
        });
    }

    /** Takes the place and tells the caller; false if the connection has gone, or the caller's time. */
    private boolean settle(
            LocalConnection connection,
            @Nullable Interest interest,
            Set<Target> written,
            Change change,
            CompletableFuture<Void> attempt) {
        boolean attached = interest == null ? connection.isOpen() : connection.attach(interest);
        if (!attached) {
            return false;
        }
        boolean registering = written.contains(EVERYONE);
        connection.registered |= registering;
        reconciliation.tell(connection, change, written);
        if (attempt.complete(null)) {
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

    /** Where the store refuses, a connection that lives keeps its place, so that the caller can try again. */
    private void remove(
            LocalConnection connection,
            Set<Target> written,
            @Nullable Interest place,
            CompletableFuture<Void> attempt) {
        leases.write(lease -> store.remove(lease, connection.id(), written)).whenComplete((change, error) -> {
            if (error == null) {
                reconciliation.tell(connection, change, Set.of());
            } else if (place != null
                    && Reconciliation.saysNothingHappened(Operation.unwrap(error))
                    && connection.attach(place)) {
                attempt.completeExceptionally(Operation.unwrap(error));
                return;
            } else {
                reconciliation.doubt(connection, written);
            }
            if (place != null) {
                interests.release(place);
            }
            end(attempt, error);
        });
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
