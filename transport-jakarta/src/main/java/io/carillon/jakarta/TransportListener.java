package io.carillon.jakarta;

/**
 * Hears what an operator counts: who is not let in, what clients send, how connections end, and what slow clients miss.
 *
 * <p><b>Threads.</b> Any thread may call, several at once, also one that sends to many others next: it must not block. What it
 * throws is logged.
 */
public interface TransportListener {

    /**
     * A handshake was refused.
     *
     * @param status the HTTP status that the client got; or, where the upgrade had been already, the code that it was closed with, by
     *     RFC 6455
     */
    default void refused(int status) {}

    /**
     * A message has come from a client, whole; before the application's own {@code received}.
     *
     * @param connection the connection
     * @param bytes its size
     */
    default void received(JakartaConnection connection, int bytes) {}

    /**
     * A connection has ended; before the application's own {@code closed}.
     *
     * @param connection the connection
     * @param code why, by RFC 6455: 4008 and 4009 for a client that was too slow or did not answer, 1006 for one that left
     *     without a word
     */
    default void closed(JakartaConnection connection, int code) {}

    /**
     * A full outbox has dropped messages, by its policy or by their senders'. One that a newer one of its key has replaced
     * does not count.
     *
     * @param connection the connection
     * @param messages how many
     */
    default void dropped(JakartaConnection connection, int messages) {}
}
