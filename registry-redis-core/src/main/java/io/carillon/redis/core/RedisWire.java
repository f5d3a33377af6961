package io.carillon.redis.core;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One TCP connection to one server.
 *
 * <p><b>Threads.</b> Any thread may call; nothing here blocks or throws. Answers and pushes come on threads of the driver, one after the other
 * in the order in which the server sent them, and must not be held up. What is sent from such a thread may overtake what other threads have
 * sent earlier.
 */
public interface RedisWire {

    /** What a wire is for. */
    enum Kind {
        /** Commands and their answers. */
        COMMANDS,
        /** Subscriptions, and what comes to them; and also commands, {@code PING} at least. */
        SUBSCRIPTIONS
    }

    /** What is told of a wire. */
    interface Listener {

        /**
         * A message has come, by {@code message} or {@code smessage}. One wire never has both for one channel.
         *
         * @param channel the channel's name, read as UTF-8
         * @param payload the message; the listener's from now on
         */
        default void message(String channel, byte[] payload) {}

        /**
         * The server has confirmed a subscription, by {@code subscribe} or {@code ssubscribe}; in its place among the messages.
         *
         * @param channel the channel's name, read as UTF-8
         */
        default void subscribed(String channel) {}

        /**
         * The server has ended a subscription, by {@code unsubscribe} or {@code sunsubscribe}, asked for or not; in its place among the messages.
         *
         * @param channel the channel's name, read as UTF-8
         */
        default void unsubscribed(String channel) {}

        /**
         * A message has come by {@code pmessage}, beside those by {@code message} if its channel is subscribed, too.
         *
         * @param pattern the pattern, as it was sent in {@code PSUBSCRIBE}
         * @param channel the channel's name, read as UTF-8
         * @param payload the message; the listener's from now on
         */
        default void patternMessage(String pattern, String channel, byte[] payload) {}

        /**
         * The server has confirmed a pattern, by {@code psubscribe}; in its place among the messages.
         *
         * @param pattern the pattern, as it was sent
         */
        default void patternSubscribed(String pattern) {}

        /**
         * The server has ended the subscription of a pattern, by {@code punsubscribe}; in its place among the messages.
         *
         * @param pattern the pattern, as it was sent
         */
        default void patternUnsubscribed(String pattern) {}

        /** The connection is closed, by whomever. Told at least once, perhaps before {@link RedisDriver#open} has ended. */
        void closed();
    }

    /**
     * Sends commands, all of them in one flush.
     *
     * <p><b>Guarantees.</b> They reach the server in their order, with nothing between them, and behind all that was sent before; see above for the
     * driver's own threads. Every answer ends: at the latest, when the wire is closed.
     *
     * @param batch one command or more, none of them sent before; their arguments are not copied and must not change
     */
    void send(List<WireCommand> batch);

    /**
     * Closes the connection. Answers that are still awaited end as failures.
     *
     * @return done when nothing comes any more. Closing again does nothing
     */
    CompletionStage<Void> closeAsync();
}
