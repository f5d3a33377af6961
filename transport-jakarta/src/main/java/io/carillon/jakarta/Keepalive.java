package io.carillon.jakarta;

import io.carillon.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out that a client has gone without a word, and keeps what stands between from thinking so. The pings of many
 * connections are spread by chance, so that a thousand clients that came together are not pinged together.
 *
 * <p><b>Threads.</b> {@link #check(long)} on the one that sweeps; what becomes of a ping on any, pongs on the container's.
 */
final class Keepalive implements MessageHandler.Whole<PongMessage> {
    private final Outbox outbox;
    private final TransportOptions options;
    /** The outbox was asked for a ping, and has not come to it. */
    private volatile boolean asked;

    private volatile boolean awaited;
    private volatile long nextPing;
    private volatile long awaitedSince;

    Keepalive(Outbox outbox, TransportOptions options, long now) {
        this.outbox = outbox;
        this.options = options;
        this.nextPing = now + interval();
    }

    void check(long now) {
        if (awaited && now - awaitedSince >= options.pongTimeoutNanos) {
            outbox.close(CloseReason.NO_PONG);
        } else if (!asked && now - nextPing >= 0) {
            asked = true;
            outbox.ping();
        }
    }

    /** A ping goes out now. Only what was sent can be awaited. */
    void sent(long now) {
        nextPing = now + interval();
        if (!awaited) {
            awaitedSince = now;
            awaited = true;
        }
        asked = false;
    }

    /** There was no thread for the ping: the next sweep asks again. */
    void skipped() {
        asked = false;
    }

    /** Any pong will do: it comes from a client that lives. */
    @Override
    public void onMessage(PongMessage pong) {
        awaited = false;
    }

    /** The interval, give or take a fifth. */
    private long interval() {
        long interval = options.pingIntervalNanos;
        long fifth = interval / 5;
        return interval - fifth + ThreadLocalRandom.current().nextLong(2 * fifth + 1);
    }
}
