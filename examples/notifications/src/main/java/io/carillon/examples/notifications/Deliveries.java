package io.carillon.examples.notifications;

import io.carillon.Message;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.spi.Connection.Offer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes notifications of what was published, and offers them to connections of this instance. What arrives is untrusted.
 *
 * <p><b>Threads.</b> Any may hand something over, and none waits: one thread of its own does the work, in the order in which things came.
 * Of what is too much, the newest is dropped.
 */
final class Deliveries implements AutoCloseable {
    /** As many as the original's hub lets wait. */
    static final int QUEUE = 1_000;
    /** With {@link #QUEUE}, what strangers can have this process hold: 64 MB. */
    static final int MAX_BYTES = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Counters counters;
    private final Rarely malformed = new Rarely();
    private final Rarely overflowing = new Rarely();
    private final Rarely slow = new Rarely();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> new Thread(work, "notifications"));

    Deliveries(Counters counters) {
        this.counters = counters;
    }

    /** Takes what was published, for connections that may come and go until it is their turn. */
    void take(byte[] payload, Collection<JakartaConnection> to) {
        counters.received.increment();
        if (payload.length > MAX_BYTES) {
            skip(payload.length, "larger than " + MAX_BYTES + " bytes");
            return;
        }
        try {
            worker.execute(() -> deliver(payload, to));
        } catch (RejectedExecutionException e) {
            counters.failed.increment();
            overflowing.say(times -> LOG.warn(
                    "Dropped a notification: {} are waiting already, or the service ends; {} so far", QUEUE, times));
        }
    }

    private void deliver(byte[] payload, Collection<JakartaConnection> to) {
        Message notification;
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            notification =
                    Message.text(TypedMessage.parse(json).at(Instant.now()).toJson());
        } catch (CharacterCodingException e) {
            skip(payload.length, "no UTF-8");
            return;
        } catch (IllegalArgumentException e) {
            skip(payload.length, String.valueOf(e.getMessage()));
            return;
        }
        for (JakartaConnection connection : to) {
            offer(connection, notification);
        }
    }

    private void offer(JakartaConnection connection, Message notification) {
        Offer outcome = connection.offer(notification);
        if (outcome == Offer.ACCEPTED) {
            counters.sent.increment();
        } else if (outcome == Offer.DROPPED) {
            counters.failed.increment();
            slow.say(times -> LOG.atWarn()
                    .addKeyValue("connection", connection.id())
                    .addKeyValue("user", connection.user().orElse(""))
                    .log("Dropped a notification: the outbox of a connection is full; {} so far", times));
        }
    }

    private void skip(int bytes, String why) {
        counters.malformed.increment();
        malformed.say(times -> LOG.warn("Skipped what was published, of {} bytes: {}; {} so far", bytes, why, times));
    }

    /** What waits is still delivered, for a moment. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(1, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
