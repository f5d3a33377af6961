package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that keeps what it is offered. */
class Sink implements Connection {
    private final ConnectionId id;
    private final Optional<String> user;
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<CloseReason> closes = new CopyOnWriteArrayList<>();

    Sink(InstanceId instance, String user) {
        this(instance, Optional.of(user));
    }

    Sink(InstanceId instance, Optional<String> user) {
        this.id = ConnectionId.next(instance);
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
        } else if (message instanceof Message.Binary binary) {
            received.add("binary:" + StandardCharsets.UTF_8.decode(binary.bytes()));
        }
        return Offer.ACCEPTED;
    }

    @Override
    public void close(CloseReason reason) {
        closes.add(reason);
    }
}
