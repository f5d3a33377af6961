package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisDriver;
import io.carillon.redis.core.RedisWire;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import redis.clients.jedis.util.IOUtils;

/**
 * Opens connections with Jedis, which says who we are and checks TLS; what is sent over them afterwards is {@link JedisWire}'s. Neither its pools
 * nor its subscribers are used: those wait for ever on a network that is gone.
 */
final class JedisDriver implements RedisDriver {
    private final Configs configs;
    private final Duration connectTimeout;
    private final Threads threads;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    JedisDriver(Configs configs, Duration connectTimeout, Threads threads) {
        this.configs = configs;
        this.connectTimeout = connectTimeout;
        this.threads = threads;
    }

    @Override
    public CompletionStage<RedisWire> open(String address, RedisWire.Kind kind, RedisWire.Listener listener) {
        return open(new Opening(address, configs.servers(), this), listener);
    }

    @Override
    public CompletionStage<RedisWire> openSentinel(String address, RedisWire.Listener listener) {
        return open(new Opening(address, configs.sentinels(), this), listener);
    }

    private CompletionStage<RedisWire> open(Opening opening, RedisWire.Listener listener) {
        CompletableFuture<RedisWire> opened = opening.begin(connectTimeout);
        try {
            threads.executor().execute(() -> {
                JedisWire wire = opening.connect(threads.executor(), listener);
                if (wire != null) {
                    opened.complete(wire);
                    wire.read();
                }
                opening.end();
            });
        } catch (RejectedExecutionException e) {
            opened.completeExceptionally(new IllegalStateException("the executor takes no task", e));
        }
        return opened;
    }

    /** One that is closed with this driver. */
    void keep(Socket socket) {
        sockets.add(socket);
        if (closed) {
            forget(socket);
        }
    }

    /** Closes it; whoever waits for it is woken. */
    void forget(Socket socket) {
        sockets.remove(socket);
        IOUtils.closeQuietly(socket);
    }

    @Override
    public void close() {
        closed = true;
        sockets.forEach(this::forget);
        threads.close();
    }
}
