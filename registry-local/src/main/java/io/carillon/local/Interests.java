package io.carillon.local;

import io.carillon.RegistryClosedException;
import io.carillon.Target;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
    private final Map<Target, Interest> interests = new ConcurrentHashMap<>();
    private final Stripes locks = new Stripes();
    private volatile boolean closed;

    Interests(PubSubSystem pubSub, HubRuntime runtime, Duration linger, BiConsumer<Interest, byte[]> receiver) {
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
    void forEach(Consumer<Target> visitor) {
        interests.values().stream()
                .filter(interest -> interest.members().end() > 0)
                .forEach(interest -> visitor.accept(interest.target()));
    }

    /** How many subjects the instance is, or is about to be, subscribed to. */
    int size() {
        return interests.size();
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
                    stopLingering(interest);
                    interest.state = Interest.State.ACTIVE;
                    return CompletableFuture.completedFuture(interest);
                }
                case NONE -> interest.state = Interest.State.SUBSCRIBING;
                case SUBSCRIBING, UNSUBSCRIBING -> {}
            }
            confirmed = interest.await();
        } finally {
            lock.unlock();
        }
        if (before == Interest.State.NONE) {
            subscribe(interest);
        }
        return confirmed;
    }

    /** Does not want it any more. */
    void release(Interest interest) {
        interest.lock.lock();
        try {
            interest.wanted--;
            if (interest.wanted == 0 && interest.state == Interest.State.ACTIVE) {
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
        return all.stream().flatMap(interest -> end(interest).stream()).toList();
    }

    /** A subscription that could not be ended goes on delivering; its generation tells it from the one that counts. */
    private void subscribe(Interest interest) {
        int generation = interest.nextGeneration();
        pubSub.subscribe(interest.subject(), payload -> {
                    if (interest.generation() == generation) {
                        receiver.accept(interest, payload);
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

    /** Everything is as it was before; the next join tries again. */
    private void refused(Interest interest, Throwable error) {
        List<CompletableFuture<Interest>> waiting;
        interest.lock.lock();
        try {
            waiting = interest.takeWaiting();
            interest.wanted -= waiting.size();
            forget(interest);
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
            if (interest.waiting.isEmpty()) {
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
        interests.remove(interest.target(), interest);
    }

    private void stopLingering(Interest interest) {
        if (interest.linger != null) {
            interest.linger.cancel();
            interest.linger = null;
        }
    }

    private List<Subscription> end(Interest interest) {
        interest.lock.lock();
        try {
            stopLingering(interest);
            interest.state = Interest.State.NONE;
            Subscription last = interest.subscription;
            interest.subscription = null;
            return last == null ? List.of() : List.of(last);
        } finally {
            interest.lock.unlock();
        }
    }
}
