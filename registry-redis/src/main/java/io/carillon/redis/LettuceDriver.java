package io.carillon.redis;

import io.carillon.redis.core.RedisDriver;
import io.carillon.redis.core.RedisRefusedException;
import io.carillon.redis.core.RedisWire;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce as a backplane needs it: without its own reconnection, which replays what was on its way beside what is new, and
 * without its queue for the time in between.
 */
final class LettuceDriver implements RedisDriver {
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int LEAST_THREADS = 2;
    private static final int MOST_THREADS = 4;

    private final RedisClient client;
    private final RedisURI first;
    private final @Nullable ClientResources owned;
    private final Activations activations = new Activations();

    private LettuceDriver(RedisClient client, RedisURI first, @Nullable ClientResources owned) {
        this.client = client;
        this.first = first;
        this.owned = owned;
        client.addListener(activations);
    }

    /** With threads of its own; three links need no more. */
    static LettuceDriver own(RedisURI uri, Duration connectTimeout) {
        int threads = Math.max(
                LEAST_THREADS, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(threads)
                .computationThreadPoolSize(LEAST_THREADS)
                .build();
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(adapted(ClientOptions.create(), connectTimeout));
        return new LettuceDriver(client, uri, resources);
    }

    /** On the threads and with the options of a client that its owner closes. */
    static LettuceDriver beside(RedisClient given, RedisURI uri, Duration connectTimeout) {
        RedisClient client = RedisClient.create(given.getResources(), uri);
        client.setOptions(adapted(given.getOptions(), connectTimeout));
        return new LettuceDriver(client, uri, null);
    }

    /** As the core names it. */
    static String address(RedisURI uri) {
        return uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public CompletionStage<RedisWire> open(String address, RedisWire.Kind kind, RedisWire.Listener listener) {
        return open(at(address), kind, listener);
    }

    /** With the password that the address has for that Sentinel. */
    @Override
    public CompletionStage<RedisWire> openSentinel(String address, RedisWire.Listener listener) {
        RedisURI sentinel = first.getSentinels().stream()
                .filter(uri -> address(uri).equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(address + " is none of the Sentinels"));
        return open(sentinel, RedisWire.Kind.COMMANDS, listener);
    }

    private CompletionStage<RedisWire> open(RedisURI uri, RedisWire.Kind kind, RedisWire.Listener listener) {
        // As a plain future: Lettuce's own lacks the default methods that are newer than it.
        CompletableFuture<RedisWire> opened = kind == RedisWire.Kind.SUBSCRIPTIONS
                ? client.connectPubSubAsync(LettuceWire.CODEC, uri)
                        .toCompletableFuture()
                        .thenCompose(activations::await)
                        .thenApply(connection -> LettuceWire.subscribing(connection, listener))
                : client.connectAsync(LettuceWire.CODEC, uri)
                        .toCompletableFuture()
                        .thenCompose(activations::await)
                        .thenApply(connection -> LettuceWire.plain(connection, listener));
        return opened.exceptionallyCompose(error -> CompletableFuture.failedStage(refusalIn(error)));
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CLOSING);
        if (owned != null) {
            owned.shutdown(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private RedisURI at(String address) {
        if (address.equals(address(first))) {
            return first;
        }
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        RedisURI uri = new RedisURI(host, Integer.parseInt(address.substring(colon + 1)), first.getTimeout());
        uri.applyAuthentication(first);
        uri.applySsl(first);
        uri.setDatabase(first.getDatabase());
        return uri;
    }

    /** A wrong password, say, is wrapped several times. */
    private static Throwable refusalIn(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException refusal) {
                return new RedisRefusedException(String.valueOf(refusal.getMessage()), refusal);
            }
        }
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
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
