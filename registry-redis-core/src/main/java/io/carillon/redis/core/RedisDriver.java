package io.carillon.redis.core;

import java.util.concurrent.CompletionStage;

/**
 * Opens connections to Redis servers. All that a driver has to do; what is sent over them, and when to open another, is decided above it.
 *
 * <p><b>Threads.</b> Any thread may call. Only {@link #close()} may block.
 */
public interface RedisDriver {

    /**
     * Opens one connection, in the protocol RESP3, with the driver's own user, password, database and TLS.
     *
     * <p><b>Guarantees.</b> It is opened once: a driver neither tries again nor reconnects. No longer than the connect timeout that the driver
     * was given, or the stage fails.
     *
     * @param address {@code host:port}; or another form that the driver has itself named as the one to begin with
     * @param kind what it is for
     * @param listener what is told of it, from now on
     * @return the wire. Fails with {@link RedisRefusedException}, if the server has refused (a wrong password, say), and with anything else if
     *     there was no answer. No message shows a password
     */
    CompletionStage<RedisWire> open(String address, RedisWire.Kind kind, RedisWire.Listener listener);

    /**
     * Opens one connection to a Sentinel, of which only commands are asked. As {@link #open}, but with what the driver was given for Sentinels: they
     * have users and passwords of their own, or none, and no databases.
     *
     * @param address {@code host:port}
     * @param listener what is told of it, from now on
     * @return the wire. Fails as {@link #open}
     */
    default CompletionStage<RedisWire> openSentinel(String address, RedisWire.Listener listener) {
        return open(address, RedisWire.Kind.COMMANDS, listener);
    }

    /** Frees the driver's threads. All wires are closed before. Closing again does nothing. */
    void close();
}
