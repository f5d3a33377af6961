package io.carillon.benchmarks.hub;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.util.Optional;

/** An anonymous connection that counts what it is offered, and nothing else: the least that a member can cost. */
class CountingSink implements Connection {
    private final ConnectionId id;
    /** Written by the thread that offers, read by nobody: it keeps the offer from being optimised away. */
    long received;

    CountingSink(InstanceId instance) {
        this.id = ConnectionId.next(instance);
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
    public Offer offer(Message message) {
        received++;
        return Offer.ACCEPTED;
    }

    @Override
    public void close(CloseReason reason) {}
}
