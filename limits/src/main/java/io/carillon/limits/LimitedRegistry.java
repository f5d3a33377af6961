package io.carillon.limits;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.JoinResult;
import io.carillon.LimitExceededException;
import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.limits.Arrivals.Arrival;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes in connections that have a place, from their handshake or free here, and gives the place back when they go. Joins go through
 * {@link Joins}.
 */
final class LimitedRegistry extends ForwardingRegistry {
    private final Limits limits;
    private final Joins joins;

    LimitedRegistry(ConnectionRegistry delegate, Limits limits) {
        super(delegate);
        this.limits = limits;
        this.joins = new Joins(delegate, limits);
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        Optional<Arrival> arrival = limits.arrivals.claim(connection);
        Place place = arrival.isPresent() ? arrival.get().place() : limits.places.take();
        if (place == null) {
            return refused(
                    connection,
                    Limit.CONNECTIONS,
                    CloseReason.TRY_AGAIN_LATER,
                    "this instance has " + limits.options.connections() + " connections, which is the limit");
        }
        Groups groups = new Groups(limits.options, limits.instanceGroups, limits.runtime.nanoTime(), limits.listens);
        LimitedConnection ours = new LimitedConnection(connection, place, groups, new InOrder());
        if (limits.registered.putIfAbsent(connection.id(), ours) != null) {
            place.giveBack();
            return delegate.register(connection); // which says what is wrong
        }
        try {
            CompletionStage<JoinResult> registered = register(ours);
            if (arrival.isPresent() && arrival.get().nobody() && connection instanceof JakartaConnection nobody) {
                boundNobody(nobody, place);
            }
            return registered;
        } catch (RuntimeException e) {
            end(ours);
            throw e;
        }
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        LimitedConnection ours = limits.registered.remove(id);
        if (ours != null) {
            ours.end();
        }
        return delegate.unregister(id);
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        return joins.join(id, group);
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        return joins.leave(id, group);
    }

    @Override
    public CompletionStage<Void> leaveAll(ConnectionId id) {
        return joins.leaveAll(id);
    }

    private CompletionStage<JoinResult> register(LimitedConnection ours) {
        Connection connection = ours.connection();
        CompletionStage<Boolean> place = ours.place().takeFor(connection.user());
        if (isRefused(place)) {
            end(ours);
            return tooManyOfUser(connection);
        }
        // At once, though the broker may still have to say whether there is a place: who joins next must find it
        // registered.
        Relay<JoinResult> relay = new Relay<>();
        CompletionStage<JoinResult> registered = delegate.register(connection);
        registered.whenComplete((result, failure) -> {
            if (failure != null) {
                end(ours);
                relay.end(null, failure);
            } else if (place.toCompletableFuture().isDone()) {
                place.thenAccept(taken -> answer(relay, ours, result, taken));
            } else {
                // Its end may come on a thread of the broker's driver, and the caller's code must not.
                place.thenAcceptAsync(taken -> answer(relay, ours, result, taken), limits.runtime.callbacks());
            }
        });
        return relay;
    }

    private void answer(Relay<JoinResult> relay, LimitedConnection ours, JoinResult result, boolean taken) {
        if (taken) {
            relay.end(result, null);
            return;
        }
        end(ours);
        tooManyOfUser(ours.connection())
                .whenComplete((never, refusal) -> delegate.unregister(
                                ours.connection().id())
                        .whenComplete((done, failure) -> relay.end(null, refusal)));
    }

    private static boolean isRefused(CompletionStage<Boolean> place) {
        return !place.toCompletableFuture().getNow(true);
    }

    private CompletionStage<JoinResult> tooManyOfUser(Connection connection) {
        return refused(
                connection,
                Limit.USER_CONNECTIONS,
                Limits.TOO_MANY_CONNECTIONS,
                "the user has " + limits.options.userConnections() + " connections, which is the limit");
    }

    private CompletionStage<JoinResult> refused(Connection connection, Limit limit, CloseReason reason, String why) {
        limits.refused.count(limit);
        connection.close(reason);
        return Relay.failed(new LimitExceededException(why));
    }

    private void boundNobody(JakartaConnection connection, Place place) {
        Duration longest = limits.options.unauthenticated();
        if (longest != null) {
            Authentication before = connection.authentication().orElse(null);
            place.bound(limits.runtime, longest, () -> {
                if (isSame(before, connection.authentication().orElse(null))) {
                    limits.refused.count(Limit.UNAUTHENTICATED);
                    connection.close(Limits.UNAUTHENTICATED);
                }
            });
        }
    }

    /** The very same: one that was renewed may look as before. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable Authentication one, @Nullable Authentication other) {
        return one == other;
    }

    private void end(LimitedConnection ours) {
        limits.registered.remove(ours.connection().id(), ours);
        ours.end();
    }
}
