package io.carillon.benchmarks.heap;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.util.Optional;

/**
 * A connection to which nothing happens.
 *
 * @param id its id
 * @param user its user
 */
record IdleSink(ConnectionId id, Optional<String> user) implements Connection {
    @Override
    public Offer offer(Message message) {
        return Offer.ACCEPTED;
    }

    @Override
    public void close(CloseReason reason) {}
}
