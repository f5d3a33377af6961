package io.carillon.redis;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.spi.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that keeps what it is offered. */
public class Sink implements Connection {
    private final ConnectionId id;
    private final Optional<String> user;
    public final List<String> received = new CopyOnWriteArrayList<>();

    public Sink(Hub hub, String user) {
        this(hub, Optional.of(user));
    }

    public Sink(Hub hub, Optional<String> user) {
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
        if (message instanceof Message.Text text) {
            received.add(text.text());
        }
        return Offer.ACCEPTED;
    }

    @Override
    public void close(CloseReason reason) {}
}
