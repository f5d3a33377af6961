package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Loses what would be delivered, delivers it twice, refuses what is published, and says of its link what it is told. */
final class LossyBackplane implements Backplane, PubSubSystem {
    private final InMemoryBackplane broker;
    private final List<StatusListener> listeners = new ArrayList<>();
    final Map<Subject, Listener> subscribed = new HashMap<>();
    boolean losing;
    boolean doubling;
    boolean refusing;
    boolean silent;

    LossyBackplane(InMemoryBackplane broker) {
        this.broker = broker;
    }

    void tell(Status status) {
        listeners.forEach(listener -> listener.onStatus(status));
    }

    @Override
    public PubSubSystem pubSub() {
        return this;
    }

    @Override
    public MembershipStore membership() {
        return broker.membership();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public int maxMessageBytes() {
        return broker.maxMessageBytes();
    }

    @Override
    public void close() {}

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        if (silent) {
            return new CompletableFuture<>();
        }
        return refusing
                ? CompletableFuture.failedStage(new BackplaneUnavailableException("refused on purpose"))
                : broker.pubSub().publish(subject, payload);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        subscribed.put(subject, listener);
        return broker.pubSub().subscribe(subject, payload -> {
            if (!losing) {
                listener.onMessage(payload);
            }
            if (doubling) {
                listener.onMessage(payload);
            }
        });
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return broker.pubSub().request(subject, payload, timeout);
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return broker.pubSub().respond(subject, responder);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        listeners.add(listener);
        listener.onStatus(Status.CONNECTED);
        return () -> listeners.remove(listener);
    }
}
