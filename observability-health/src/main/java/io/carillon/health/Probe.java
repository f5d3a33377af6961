package io.carillon.health;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A connection that no client is behind. It waits for one message and ignores whatever else is for everyone. */
final class Probe implements Connection {
    static final String ATTRIBUTE = "carillon.health";

    final CompletableFuture<Void> delivered = new CompletableFuture<>();
    private final ConnectionId id;
    private final Message awaited;

    Probe(ConnectionId id, Message awaited) {
        this.id = id;
        this.awaited = awaited;
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public Optional<String> user() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of(ATTRIBUTE, "check");
    }

    @Override
    public Offer offer(Message message) {
        if (message.equals(awaited)) {
            delivered.complete(null);
        }
        return Offer.ACCEPTED;
    }

    @Override
    public void close(CloseReason reason) {
        delivered.completeExceptionally(new IllegalStateException("the connection was closed: " + reason.code()));
    }
}
