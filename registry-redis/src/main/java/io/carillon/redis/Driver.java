package io.carillon.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The driver as this backplane needs it: without its own reconnection, which replays what was on its way beside what is new, and
 * without its queue for the time in between.
 */
final class Driver {
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int LEAST_THREADS = 2;
    private static final int MOST_THREADS = 4;

    private final RedisClient client;
    private final @Nullable ClientResources owned;

    private Driver(RedisClient client, @Nullable ClientResources owned) {
        this.client = client;
        this.owned = owned;
    }

    /** With threads of its own; three links need no more. */
    static Driver own(RedisURI uri, Duration connectTimeout) {
        int threads = Math.max(
                LEAST_THREADS, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(threads)
                .computationThreadPoolSize(LEAST_THREADS)
                .build();
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(adapted(ClientOptions.create(), connectTimeout));
        return new Driver(client, resources);
    }

    /** On the threads and with the options of a client that its owner closes. */
    static Driver beside(RedisClient given, RedisURI uri, Duration connectTimeout) {
        RedisClient client = RedisClient.create(given.getResources(), uri);
        client.setOptions(adapted(given.getOptions(), connectTimeout));
        return new Driver(client, null);
    }

    RedisClient client() {
        return client;
    }

    void close() {
        client.shutdown(Duration.ZERO, CLOSING);
        if (owned != null) {
            owned.shutdown(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static ClientOptions adapted(ClientOptions given, Duration connectTimeout) {
        SocketOptions socket =
                given.getSocketOptions().mutate().connectTimeout(connectTimeout).build();
        return given.mutate()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .protocolVersion(ProtocolVersion.RESP3)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(socket)
                .build();
    }
}
