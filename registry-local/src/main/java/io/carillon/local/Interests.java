package io.carillon.local;

import io.carillon.RegistryClosedException;
import io.carillon.Target;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions by interest: the instance is subscribed to a group's or user's subject while it has a connection behind
 * it, and a little longer. Every change of state is made under the interest's lock, every call of the broker outside it.
 */
final class Interests {
    private static final Logger LOG = LoggerFactory.getLogger(Interests.class);

    private final PubSubSystem pubSub;
    private final HubRuntime runtime;
    private final Duration linger;
    private final BiConsumer<Interest, byte[]> receiver;
    private final Consumer<Target> lost;
    private final Map<Target, Interest> interests = new ConcurrentHashMap<>();
    /** Those that have members of this instance only, because the broker was away when they came. */
    private final Set<Interest> pending = ConcurrentHashMap.newKeySet();

    private final Stripes locks = new Stripes();
    private volatile boolean closed;

    /**
     * Interests in nothing yet.
     *
     * @param receiver gets what comes, on the driver's thread
     * @param lost is told of a subscription that was lost on a living link, on the driver's thread
     */
    Interests(
            PubSubSystem pubSub,
            HubRuntime runtime,
            Duration linger,
            BiConsumer<Interest, byte[]> receiver,
            Consumer<Target> lost) {
        this.lost = lost;
        this.pubSub = pubSub;
        this.runtime = runtime;
        this.linger = linger;
        this.receiver = receiver;
    }

    /** The interest in a target, if there is any. */
    @Nullable
    Interest find(Target target) {
        return interests.get(target);
    }

    /** Every target that connections of this instance are behind. */
    Stream<Target> occupied() {
        return interests.values().stream()
                .filter(interest -> interest.members().end() > 0)
                .map(Interest::target);
    }

    /** Wants a target. Done when the broker has confirmed; each success is to be {@linkplain #release released} once. */
    CompletableFuture<Interest> acquire(Target target) {
        CompletableFuture<Interest> confirmed;
        Interest interest;
        Interest.State before;
        var lock = locks.of(target.hashCode());
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(closed());
            }
            interest = interests.computeIfAbsent(target, wanted -> new Interest(wanted, lock));
            interest.wanted++;
            before = interest.state;
            switch (before) {
                case ACTIVE, LINGERING -> {
                    interest.stopLingering();
                    interest.state = Interest.State.ACTIVE;
                    return CompletableFuture.completedFuture(interest);
                }
                case NONE, PENDING -> interest.state = Interest.State.SUBSCRIBING;
                case SUBSCRIBING, UNSUBSCRIBING -> {}
            }
            confirmed = interest.await();
        } finally {
            lock.unlock();
        }
        if (before == Interest.State.NONE || before == Interest.State.PENDING) {
            subscribe(interest);
        }
        return confirmed;
    }

    /** Wants a target, and does not wait for the broker; to be {@linkplain #release released} once. Null after the close. */
    @Nullable
    Interest acquireHere(Target target) {
        var lock = locks.of(target.hashCode());
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            Interest interest = interests.computeIfAbsent(target, wanted -> new Interest(wanted, lock));
            interest.wanted++;
            if (interest.state == Interest.State.NONE) {
                interest.state = Interest.State.PENDING;
            } else if (interest.state == Interest.State.LINGERING) {
                interest.stopLingering();
                interest.state = Interest.State.ACTIVE;
            }
            if (interest.subscription == null) {
                pending.add(interest);
            }
            return interest;
        } finally {
            lock.unlock();
        }
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Subscribes what had to wait. Done when each has an answer, whatever it is. */
    CompletableFuture<Void> subscribePending() {
        return CompletableFuture.allOf(pending.stream()
                .map(interest -> acquire(interest.target()).handle((acquired, refused) -> {
                    if (refused == null) {
                        release(acquired);
                    }
                    return null;
                }))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Does not want it any more. */
    void release(Interest interest) {
        interest.lock.lock();
        try {
            interest.wanted--;
            if (interest.wanted == 0 && interest.state == Interest.State.PENDING) {
                forget(interest);
            } else if (interest.wanted == 0 && interest.state == Interest.State.ACTIVE) {
                interest.state = Interest.State.LINGERING;
                interest.linger = runtime.after(linger, () -> unsubscribe(interest));
            }
        } finally {
            interest.lock.unlock();
        }
    }

    /** Takes no more, and forgets everything; the subscriptions end with the backplane's care. */
    List<Subscription> close() {
        closed = true;
        List<Interest> all = List.copyOf(interests.values());
        interests.clear();
        return all.stream().flatMap(interest -> interest.end().stream()).toList();
    }

    /** A subscription that could not be ended goes on delivering; its generation tells it from the one that counts. */
    private void subscribe(Interest interest) {
        int generation = interest.nextGeneration();
        pubSub.subscribe(interest.subject(), new Listener() {
                    @Override
                    public void onMessage(byte[] payload) {
                        if (interest.generation() == generation) {
                            receiver.accept(interest, payload);
                        }
                    }

                    @Override
                    public void onLost() {
                        if (interest.generation() == generation) {
                            lost.accept(interest.target());
                        }
                    }
                })
                .whenComplete((subscription, error) -> {
                    if (error == null) {
                        subscribed(interest, subscription);
                    } else {
                        refused(interest, error);
                    }
                });
    }

    private void subscribed(Interest interest, Subscription subscription) {
        List<CompletableFuture<Interest>> waiting;
        interest.lock.lock();
        try {
            if (!closed) {
                interest.state = Interest.State.ACTIVE;
                interest.subscription = subscription;
            }
            pending.remove(interest);
            waiting = interest.takeWaiting();
        } finally {
            interest.lock.unlock();
        }
        if (interest.subscription == null) {
            subscription.close();
            waiting.forEach(confirmed -> confirmed.completeExceptionally(closed()));
        } else {
            waiting.forEach(confirmed -> confirmed.complete(interest));
        }
    }

    /** Everything is as it was before; the next join tries again, or whoever subscribes what is pending. */
    private void refused(Interest interest, Throwable error) {
        List<CompletableFuture<Interest>> waiting;
        interest.lock.lock();
        try {
            waiting = interest.takeWaiting();
            interest.wanted -= waiting.size();
            if (interest.wanted > 0 && !closed) {
                interest.state = Interest.State.PENDING;
            } else {
                forget(interest);
            }
        } finally {
            interest.lock.unlock();
        }
        waiting.forEach(confirmed -> confirmed.completeExceptionally(error));
    }

    private void unsubscribe(Interest interest) {
        Subscription subscription;
        interest.lock.lock();
        try {
            if (interest.state != Interest.State.LINGERING || interest.subscription == null) {
                return;
            }
            interest.state = Interest.State.UNSUBSCRIBING;
            subscription = interest.subscription;
            interest.subscription = null;
        } finally {
            interest.lock.unlock();
        }
        subscription.close().whenComplete((done, error) -> {
            if (error != null) {
                LOG.warn("A subscription could not be ended: {}", error.toString());
            }
            unsubscribed(interest);
        });
    }

    /** Whoever came meanwhile has waited, so that the broker never sees the two out of order. */
    private void unsubscribed(Interest interest) {
        interest.lock.lock();
        try {
            if (interest.wanted == 0) {
                forget(interest);
                return;
            }
            interest.state = Interest.State.SUBSCRIBING;
        } finally {
            interest.lock.unlock();
        }
        subscribe(interest);
    }

    private static RegistryClosedException closed() {
        return new RegistryClosedException("the registry is closed");
    }

    private void forget(Interest interest) {
        interest.state = Interest.State.NONE;
        interest.nextGeneration();
        pending.remove(interest);
        interests.remove(interest.target(), interest);
    }
}
