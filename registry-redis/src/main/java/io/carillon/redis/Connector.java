package io.carillon.redis;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Opens connections, and finds out who answers there. */
final class Connector {
    /** Names are ASCII, see {@link RedisKeys}; what they stand for is opaque. */
    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

    /** Nobody's, but whoever may kill it may kill another. */
    private static final long NOBODY = 1L << 52;

    private final RedisClient client;
    private final RedisURI uri;

    Connector(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
    }

    /** Without a password. */
    String address() {
        return uri.getSentinels().isEmpty()
                ? uri.getHost() + ":" + uri.getPort()
                : "sentinel " + uri.getSentinelMasterId();
    }

    CompletionStage<? extends StatefulRedisConnection<String, byte[]>> open(boolean subscribing) {
        try {
            return subscribing ? client.connectPubSubAsync(CODEC, uri) : client.connectAsync(CODEC, uri);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /**
     * Checks the server, and kills our former connection to it, if it is there: what lies in that one unread, because the
     * server or the network slept, must not take effect behind what comes over this one.
     */
    CompletionStage<Server> identify(StatefulRedisConnection<String, byte[]> connection, @Nullable Server former) {
        RedisAsyncCommands<String, byte[]> commands = connection.async();
        CompletionStage<String> server = commands.info("server");
        CompletionStage<String> replication = commands.info("replication");
        return server.thenCombine(replication, (some, more) -> some + "\n" + more)
                .thenCombine(commands.clientId(), Server::of)
                .thenCompose(found -> commands.clientKill(KillArgs.Builder.id(
                                former != null && former.run().equals(found.run()) ? former.client() : NOBODY))
                        .thenApply(killed -> found));
    }
}
