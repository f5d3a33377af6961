package io.carillon.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells when a new connection takes commands. Lettuce 7.7 may hand it out a moment before: it goes on with the handshake on another thread than
 * the connection's own, and from there it only asks for the activation. What is sent until then is rejected as on a broken connection.
 */
final class Activations implements RedisConnectionStateListener {
    private final Map<Object, CompletableFuture<Void>> opening = new ConcurrentHashMap<>();

    /** On the thread of the connection, also of one that breaks at once. */
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
        of(connection).complete(null);
    }

    /** To be asked once for each connection that Lettuce has handed out. */
    <C> CompletionStage<C> await(C connection) {
        return of(connection).thenApply(done -> {
            opening.remove(connection);
            return connection;
        });
    }

    private CompletableFuture<Void> of(Object connection) {
        return opening.computeIfAbsent(connection, none -> new CompletableFuture<>());
    }
}
