package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An in-memory backplane that counts the subscriptions to groups, and keeps back its confirmation of one if told to. */
final class WatchedBackplane implements Backplane, PubSubSystem {
    private final InMemoryBackplane broker;
    private final Queue<CompletableFuture<Void>> held = new ConcurrentLinkedQueue<>();
    final AtomicInteger open = new AtomicInteger();
    volatile boolean holdsNext;

    WatchedBackplane(HubRuntime runtime) {
        this.broker = new InMemoryBackplane(runtime);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        if (subject.kind() != Subject.Kind.GROUP) {
            return broker.pubSub().subscribe(subject, listener);
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (holdsNext) {
            holdsNext = false;
            held.add(answer);
        } else {
            answer.complete(null);
        }
        return answer.thenCompose(yes -> broker.pubSub().subscribe(subject, listener))
                .thenApply(this::counted);
    }

    private Subscription counted(Subscription subscription) {
        open.incrementAndGet();
        return () -> {
            open.decrementAndGet();
            return subscription.close();
        };
    }

    /** Confirms what was kept back. */
    void confirm() {
        held.remove().complete(null);
    }

    /** Refuses what was kept back. */
    void refuse() {
        held.remove().completeExceptionally(new BackplaneUnavailableException("refused on purpose"));
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return broker.pubSub().respond(subject, responder);
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        return broker.pubSub().publish(subject, payload);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return broker.pubSub().request(subject, payload, timeout);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return broker.pubSub().onStatus(listener);
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
        return broker.capabilities();
    }

    @Override
    public int maxMessageBytes() {
        return broker.maxMessageBytes();
    }

    @Override
    public void close() {
        broker.close();
    }
}
