package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.Message;
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
     */
    record Deliver(Message message) implements Effect {
        @Override
        public Offer on(Connection connection) {
            return connection.offer(message);
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
