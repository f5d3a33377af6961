package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.spi.Connection;
import io.carillon.spi.Connection.Offer;

/** What an envelope does to each connection that it is for. */
sealed interface Effect {

    /** Does it. */
    Offer on(Connection connection);

    /**
     * Offers it a message.
     *
     * @param message the message
     * @param overflow what may happen to it where there is no room
     */
    record Deliver(Message message, Overflow overflow) implements Effect {
        @Override
        public Offer on(Connection connection) {
            return connection.offer(message, overflow);
        }
    }

    /**
     * Closes it.
     *
     * @param reason what the client is told
     */
    record Disconnect(CloseReason reason) implements Effect {
        @Override
        public Offer on(Connection connection) {
            connection.close(reason);
            return Offer.ACCEPTED;
        }
    }
}
