package io.carillon.tck;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.util.Map;
import java.util.Optional;

/** Another connection, with room to come between. */
class ForwardingConnection implements Connection {
    private final Connection real;

    ForwardingConnection(Connection real) {
        this.real = real;
    }

    @Override
    public ConnectionId id() {
        return real.id();
    }

    @Override
    public Optional<String> user() {
        return real.user();
    }

    @Override
    public Map<String, String> attributes() {
        return real.attributes();
    }

    @Override
    public Offer offer(Message message) {
        return real.offer(message);
    }

    @Override
    public void close(CloseReason reason) {
        real.close(reason);
    }
}
