package io.carillon.spi;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Overflow;
import java.util.Map;
import java.util.Optional;

/**
 * One open WebSocket of one client, as the registry sees it. A transport implements this, with its own bounded outbox
 * behind {@link #offer(Message)}.
 *
 * <p><b>Threads.</b> Any thread may call any method, also several at once. None blocks, none throws, and none waits for
 * the client: a fan-out thread serves many other connections after this one.
 */
public interface Connection {

    /**
     * The connection's name in the cluster.
     *
     * @return constant
     */
    ConnectionId id();

    /**
     * The authenticated name behind the connection.
     *
     * @return constant; empty for an anonymous connection
     */
    Optional<String> user();

    /**
     * What the application wants the cluster to know of the connection when it is registered.
     *
     * @return keys and values, at most 1,024 bytes of UTF-8 together; none by default
     */
    default Map<String, String> attributes() {
        return Map.of();
    }

    /**
     * The three of them in one. A transport that keeps them so overrides it, and an instance with many connections keeps one object less
     * for each.
     *
     * @return what the cluster is to know of the connection when it is registered
     * @throws IllegalArgumentException if the name or the attributes are too long, or no valid Unicode
     */
    default Member member() {
        return new Member(id(), user(), attributes());
    }

    /**
     * Puts a message into the outbox. Messages that one thread offers and that are accepted reach the client in that
     * order, unless the connection ends first.
     *
     * @param message what the client is to get
     * @return what became of it
     */
    Offer offer(Message message);

    /**
     * Puts a message into the outbox, with its sender's wish for the case that there is no room.
     *
     * @param message what the client is to get
     * @param overflow the wish; by default it is ignored
     * @return what became of it
     */
    default Offer offer(Message message, Overflow overflow) {
        return offer(message);
    }

    /**
     * How much waits in the outbox, for metrics.
     *
     * @return messages behind the one on its way; 0 by default
     */
    default int waiting() {
        return 0;
    }

    /**
     * Closes the connection. What is in the outbox may be lost. Closing twice does nothing; the first reason counts.
     *
     * @param reason what the client is told
     */
    void close(CloseReason reason);

    /**
     * Whether nothing that it has accepted is still to be sent, and, once it is closed, what tells the client so neither. A registry that
     * leaves waits for it after {@link #close}, as long as it has time: whoever stops the server then cuts nobody off without a word.
     *
     * @return so by default
     */
    default boolean isFlushed() {
        return true;
    }

    /** What became of a message that was offered to a connection. */
    enum Offer {
        /** It is in the outbox or on its way. */
        ACCEPTED,
        /** The outbox is full, and by its policy this message was dropped. */
        DROPPED,
        /** The connection is closed or closing, perhaps because its outbox is full. */
        CLOSED
    }
}
