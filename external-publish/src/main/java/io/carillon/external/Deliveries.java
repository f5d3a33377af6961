package io.carillon.external;

import io.carillon.Message;
import io.carillon.Target;
import io.carillon.spi.Connection;
import io.carillon.spi.Connection.Offer;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes messages of what was published, and offers them to connections of this instance. What arrives is untrusted.
 *
 * <p><b>Threads.</b> The driver's hand it over, and never wait: one thread of its own does the work, in the order in which things came. Of what
 * is too much, the newest is dropped.
 */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final ExternalOptions options;
    private final Counts counts;
    private final Control control;
    private final Rarely malformed = new Rarely();
    private final Rarely overflowing = new Rarely();
    private final Rarely slow = new Rarely();
    private final ThreadPoolExecutor worker;

    Deliveries(ExternalOptions options, Counts counts, Control control) {
        this.options = options;
        this.counts = counts;
        this.control = control;
        this.worker =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(options.queue()), work -> {
                    Thread thread = new Thread(work, "carillon-external-messages");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** On the driver's thread: nothing is read, looked up or logged there. */
    void take(byte[] payload, Supplier<Optional<? extends Recipients>> whose) {
        counts.add(ExternalCount.RECEIVED);
        if (payload.length > options.maxBytes()) {
            skip(payload.length, "larger than " + options.maxBytes() + " bytes");
            return;
        }
        try {
            worker.execute(() -> whose.get().ifPresent(to -> deliver(payload, to)));
        } catch (RejectedExecutionException e) {
            if (worker.isShutdown()) {
                return; // closed, so it was not too much
            }
            counts.add(ExternalCount.OVERFLOWED);
            overflowing.say(times -> control.execute(
                    () -> LOG.warn("dropped what was published: {} wait already; {} so far", options.queue(), times)));
        }
    }

    private void deliver(byte[] payload, Recipients to) {
        try {
            Iterator<Connection> connections = to.connections();
            if (connections.hasNext()) {
                read(payload, to.target()).ifPresent(message -> offer(message, connections));
            }
        } catch (RuntimeException e) {
            LOG.error("what was published could not be delivered; the next goes on", e);
        }
    }

    private Optional<Message> read(byte[] payload, Target target) {
        try {
            return Optional.of(options.reader().read(target, payload));
        } catch (IllegalArgumentException e) {
            skip(payload.length, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) { // what it says may repeat the payload; and that may be deep
            skip(payload.length, e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private void offer(Message message, Iterator<Connection> connections) {
        while (connections.hasNext()) {
            Connection connection = connections.next();
            try {
                count(connection, connection.offer(message, options.overflow()));
            } catch (RuntimeException e) {
                LOG.error("connection {} threw where it must not; the others go on", connection.id(), e);
            }
        }
    }

    private void count(Connection connection, Offer outcome) {
        if (outcome == Offer.ACCEPTED) {
            counts.add(ExternalCount.ACCEPTED);
        } else if (outcome == Offer.DROPPED) {
            counts.add(ExternalCount.DROPPED);
            slow.say(times -> LOG.warn(
                    "dropped what was published for connection {}: its outbox is full; {} so far",
                    connection.id(),
                    times));
        }
    }

    private void skip(int bytes, String why) {
        counts.add(ExternalCount.MALFORMED);
        malformed.say(times -> control.execute(
                () -> LOG.warn("skipped what was published, of {} bytes: {}; {} so far", bytes, why, times)));
    }

    /** What waits is still delivered, for as long as this may take. */
    void close(long millis) {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
