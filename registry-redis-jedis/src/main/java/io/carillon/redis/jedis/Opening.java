package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisRefusedException;
import io.carillon.redis.core.RedisWire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** One attempt to open one connection. */
final class Opening {
    private final HostAndPort server;
    private final JedisClientConfig config;
    private final JedisDriver driver;
    private final CompletableFuture<RedisWire> opened = new CompletableFuture<>();
    private volatile @Nullable Socket socket;

    Opening(String address, JedisClientConfig config, JedisDriver driver) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]"); // as an IPv6 address is
        this.server = new HostAndPort(
                bracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(address.substring(colon + 1)));
        this.config = config;
        this.driver = driver;
    }

    /** From now on it may take so long, in all. What is returned ends then, and the connection with it. */
    CompletableFuture<RedisWire> begin(Duration timeout) {
        opened.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((wire, error) -> {
            if (error != null) {
                end();
            }
        });
        return opened;
    }

    /** Nothing of it is left. */
    void end() {
        Socket begun = socket;
        if (begun != null) {
            driver.forget(begun);
        }
    }

    /** Blocks. Null if it has failed, which is told by then. */
    @Nullable
    JedisWire connect(Executor executor, RedisWire.Listener listener) {
        try {
            // It says who we are, and has read every answer to that when it returns; so nothing is left in its buffer.
            new Connection(this::createSocket, config);
            Socket ready = socket;
            if (ready == null) {
                throw new IllegalStateException("Jedis has not connected");
            }
            ready.setSoTimeout(0); // who is silent for too long is found out by the core
            return new JedisWire(ready, executor, listener);
        } catch (RuntimeException | IOException e) {
            opened.completeExceptionally(reason(e));
            return null;
        }
    }

    private Socket createSocket() {
        Socket created = new DefaultJedisSocketFactory(server, config).createSocket();
        socket = created;
        driver.keep(created);
        if (opened.isDone()) { // too late
            end();
        }
        try {
            if (!(created instanceof SSLSocket)) {
                // A socket that has ever read with a timeout polls before each read from then on. The attempt's own
                // timeout is enough.
                created.setSoTimeout(0);
            }
        } catch (SocketException e) {
            throw new JedisConnectionException("the connection was closed", e);
        }
        return created;
    }

    private static Throwable reason(Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof JedisDataException refusal) {
                return new RedisRefusedException(String.valueOf(refusal.getMessage()), refusal);
            }
        }
        return error;
    }
}
