package io.carillon.jwt;

import io.carillon.CloseReason;
import io.carillon.ConnectionRegistry;
import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeGate;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.spi.Backplane;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes back what a token has given, before it ends: by user, or by token id ({@code jti}), on every instance of the cluster.
 *
 * <p><b>Guarantees.</b> When the stage of a revocation is done, no handshake that begins after that gets in with what was revoked, on any
 * instance. Connections that are open are closed with {@link CloseReason#REVOKED} at once, and a second time a little later, for those
 * whose handshake was under way. An instance that was cut off from the broker closes them when its link is back. Where the broker
 * cannot be asked, nobody gets in (503).
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. Connections are closed on threads of the common pool.
 */
public final class Revocations {
    private static final Subject SUBJECT = Subject.application("carillon.revoked");
    private static final byte[] MARK = {1};
    private static final String USER = "carillon.revoked.user:";
    private static final String TOKEN = "carillon.revoked.token:";

    private final PubSubSystem pubSub;
    private final ClusterValues values;
    private final ConnectionRegistry registry;

    private Revocations(PubSubSystem pubSub, ClusterValues values, ConnectionRegistry registry) {
        this.pubSub = pubSub;
        this.values = values;
        this.registry = registry;
    }

    /**
     * Begins to listen for revocations. It ends with the backplane.
     *
     * @param backplane what the instances share
     * @param registry where this instance's connections are
     * @return the revocations, when they are heard here; fails if the broker refuses
     * @throws IllegalArgumentException if the backplane has no values
     */
    public static CompletionStage<Revocations> start(Backplane backplane, ConnectionRegistry registry) {
        ClusterValues values = backplane
                .values()
                .orElseThrow(() -> new IllegalArgumentException("the backplane has no values, expected one that has"));
        Revocations revocations = new Revocations(backplane.pubSub(), values, registry);
        return backplane
                .pubSub()
                .subscribe(SUBJECT, revocations.new Listening())
                .thenApply(subscription -> {
                    backplane.pubSub().onStatus(status -> {
                        if (status == PubSubSystem.Status.CONNECTED) {
                            revocations.checkAll();
                        }
                    });
                    return revocations;
                });
    }

    /**
     * Closes all connections of a user, and lets nobody in as this user for a time.
     *
     * @param user the user
     * @param life for how long: as long as the user's longest token lasts; at most {@link ClusterValues#MAX_LIFE}
     * @return done when it holds everywhere; fails if the broker refuses, and then it may hold or not: do it again
     */
    public CompletionStage<Void> revokeUser(String user, Duration life) {
        return revoke(Hash.of(USER, user), life);
    }

    /**
     * Closes the connections that came with a token, and lets nobody in with it.
     *
     * @param tokenId its {@code jti}
     * @param life for how long: as long as the token lasts; at most {@link ClusterValues#MAX_LIFE}
     * @return done when it holds everywhere; fails if the broker refuses, and then it may hold or not: do it again
     */
    public CompletionStage<Void> revokeToken(String tokenId, Duration life) {
        return revoke(Hash.of(TOKEN, tokenId), life);
    }

    /**
     * Lets a user in again before the time is over.
     *
     * @param user the user
     * @return done when it holds everywhere; fails if the broker refuses
     */
    public CompletionStage<Void> reinstateUser(String user) {
        return values.take(Hash.of(USER, user)).thenAccept(taken -> {});
    }

    /** Fails if it cannot be found out. */
    CompletionStage<Boolean> isRevoked(Authentication authentication) {
        return names(authentication)
                .map(name -> values.get(name).thenApply(mark -> mark.isPresent()))
                .reduce((one, other) -> one.thenCombine(other, Boolean::logicalOr))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Void> revoke(String name, Duration life) {
        byte[] payload = name.getBytes(StandardCharsets.UTF_8);
        return values.put(name, MARK, life).thenCompose(put -> {
            CompletableFuture.delayedExecutor(HandshakeGate.PATIENCE.toMillis() + 1_000, TimeUnit.MILLISECONDS)
                    .execute(() -> pubSub.publish(SUBJECT, payload));
            return pubSub.publish(SUBJECT, payload);
        });
    }

    private static Stream<String> names(Authentication authentication) {
        return Stream.concat(
                authentication.user().stream().map(user -> Hash.of(USER, user)),
                authentication.tokenId().stream().map(id -> Hash.of(TOKEN, id)));
    }

    private Stream<JakartaConnection> local() {
        return registry.connections()
                .filter(JakartaConnection.class::isInstance)
                .map(JakartaConnection.class::cast)
                .filter(connection -> connection.authentication().isPresent());
    }

    private void closeThoseOf(String name) {
        local().filter(connection -> connection.authentication().stream()
                        .flatMap(Revocations::names)
                        .anyMatch(name::equals))
                .forEach(connection -> connection.close(CloseReason.REVOKED));
    }

    /** Something may have been missed. */
    private void checkAll() {
        ForkJoinPool.commonPool().execute(() -> check(local().toList().iterator()));
    }

    /** One after the other: this is when everybody else asks the broker too. */
    private void check(Iterator<JakartaConnection> connections) {
        if (!connections.hasNext()) {
            return;
        }
        JakartaConnection connection = connections.next();
        connection
                .authentication()
                .ifPresent(authentication -> isRevoked(authentication).whenCompleteAsync((revoked, failure) -> {
                    if (failure == null) {
                        if (revoked) {
                            connection.close(CloseReason.REVOKED);
                        }
                        check(connections);
                    }
                }));
    }

    private final class Listening implements PubSubSystem.Listener {
        @Override
        public void onMessage(byte[] payload) {
            String name = new String(payload, StandardCharsets.UTF_8);
            ForkJoinPool.commonPool().execute(() -> closeThoseOf(name));
        }

        @Override
        public void onLost() {
            checkAll();
        }
    }
}
