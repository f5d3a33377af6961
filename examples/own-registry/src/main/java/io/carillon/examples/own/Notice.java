package io.carillon.examples.own;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.SendOptions;
import io.carillon.spi.Connection;
import java.util.Optional;
import java.util.Set;

/** What one instance wants another to do with connections that live there. A real broker carries it as bytes. */
sealed interface Notice {
    /** Those whom it is about. */
    Set<ConnectionId> ids();

    /** Does it, with one of them. */
    void carryOut(Connection connection);

    /** What it is called, so that it is carried out once though it comes twice. */
    default Optional<String> name() {
        return Optional.empty();
    }

    /** They get a message. */
    record Offer(InstanceId from, Set<ConnectionId> ids, Message message, SendOptions options) implements Notice {
        @Override
        public void carryOut(Connection connection) {
            connection.offer(message);
        }

        @Override
        public Optional<String> name() {
            return options.messageId().map(id -> id + " of " + from);
        }
    }

    /** They are closed. */
    record Close(Set<ConnectionId> ids, CloseReason reason) implements Notice {
        @Override
        public void carryOut(Connection connection) {
            connection.close(reason);
        }
    }
}
