package io.carillon.external;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.spi.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A connection that keeps what it is offered. */
final class Client implements Connection {
    final List<String> received = new CopyOnWriteArrayList<>();
    /** What begins with a ~ says only that something has come so far. */
    final Set<String> markers = ConcurrentHashMap.newKeySet();

    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    /** What it answers to an offer; it may throw. */
    volatile Supplier<Offer> answer = () -> Offer.ACCEPTED;

    private final ConnectionId id;
    private final Optional<String> user;

    Client(Hub hub, Optional<String> user) {
        this.id = ConnectionId.next(hub.instanceId());
        this.user = user;
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public Optional<String> user() {
        return user;
    }

    @Override
    public Offer offer(Message message) {
        Offer offer = answer.get();
        if (offer == Offer.ACCEPTED && message instanceof Message.Text text) {
            (text.text().startsWith("~") ? markers : received).add(text.text());
        }
        return offer;
    }

    @Override
    public void close(CloseReason reason) {
        closed.complete(reason);
    }
}
