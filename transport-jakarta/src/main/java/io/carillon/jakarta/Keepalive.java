package io.carillon.jakarta;

import io.carillon.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out that a client has gone without a word, and keeps what stands between from thinking so. The pings of many
 * connections are spread by chance, so that a thousand clients that came together are not pinged together.
 *
 * <p><b>Threads.</b> {@link #check(long)} on the one that sweeps; pongs on the container's.
 */
final class Keepalive implements MessageHandler.Whole<PongMessage> {
    private final Outbox outbox;
    private final TransportOptions options;
    private long nextPing;
    private long awaitedSince;
    private volatile boolean awaited;

    Keepalive(Outbox outbox, TransportOptions options, long now) {
        this.outbox = outbox;
        this.options = options;
        this.nextPing = now + interval();
    }

    void check(long now) {
        if (awaited && now - awaitedSince >= options.pongTimeoutNanos()) {
            outbox.close(CloseReason.NO_PONG);
        } else if (now - nextPing >= 0) {
            nextPing = now + interval();
            if (!awaited) {
                awaitedSince = now;
                awaited = true;
            }
            outbox.ping();
        }
    }

    /** Any pong will do: it comes from a client that lives. */
    @Override
    public void onMessage(PongMessage pong) {
        awaited = false;
    }

    /** The interval, give or take a fifth. */
    private long interval() {
        long interval = options.pingIntervalNanos();
        long fifth = interval / 5;
        return interval - fifth + ThreadLocalRandom.current().nextLong(2 * fifth + 1);
    }
}
