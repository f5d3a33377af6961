package io.carillon.redis.core;

import io.carillon.spi.ExternalChannels.ChannelListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel, or one pattern of such, and where it stands with the server. There is never more than one command for it on its way, so an answer
 * needs no number. {@link Subscriptions} moves it from state to state, under its lock.
 */
final class Channel {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    enum State {
        /** Nothing is asked of the server: there is no link, or nobody wants it yet. */
        IDLE,
        SUBSCRIBING,
        ACTIVE,
        UNSUBSCRIBING
    }

    private final String name;
    /** To which server it belongs. */
    Subscriptions home;

    State state = State.IDLE;
    /** The server has said that it is elsewhere, and it is not confirmed since. */
    boolean displaced;
    /** The wire on which it was last asked for; what others still bring is older. */
    volatile @Nullable SubscribingWire source;
    /** For how many ticks an answer of the server is awaited. */
    int age;
    /** The server has ended the subscription by itself. */
    boolean lost;
    /** Those who wait for the server's confirmation. */
    private List<Waiting> waiting = new ArrayList<>(1);
    /** Those who wait until nothing comes any more. */
    private List<CompletableFuture<Void>> leaving = new ArrayList<>(0);

    private volatile List<Place> places = List.of();

    Channel(String name, Subscriptions home) {
        this.name = name;
        this.home = home;
    }

    String name() {
        return name;
    }

    /** On the driver's thread, without the lock. */
    void deliver(SubscribingWire from, String origin, byte[] payload) {
        for (Place place : places) {
            place.deliver(this, from, origin, payload);
        }
    }

    /** Those who have what comes. */
    List<Place> places() {
        return places;
    }

    boolean isWanted() {
        return !places.isEmpty() || !waiting.isEmpty();
    }

    void add(Place place) {
        List<Place> more = new ArrayList<>(places);
        more.add(place);
        place.channel = this;
        places = List.copyOf(more);
    }

    void remove(Place place) {
        places = places.stream().filter(other -> other != place).toList();
    }

    /** All who are in another channel of the same name, which nobody else needs any more. */
    void takeOver(Channel other) {
        other.places.forEach(this::add);
        waiting.addAll(other.takeWaiting());
    }

    /** One more who waits. */
    void await(Place place, CompletableFuture<Place> confirmed) {
        waiting.add(new Waiting(place, confirmed));
    }

    CompletableFuture<Void> awaitEnd() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        leaving.add(left);
        return left;
    }

    /** All who wait get what comes from now on. What is returned tells them. */
    Runnable confirm() {
        List<Waiting> all = takeWaiting();
        all.forEach(one -> add(one.place));
        return () -> all.forEach(one -> one.confirmed.complete(one.place));
    }

    /** All who wait get nothing. What is returned tells them. */
    Runnable refuse(Throwable why) {
        List<Waiting> all = takeWaiting();
        return () -> all.forEach(one -> one.confirmed.completeExceptionally(why));
    }

    /** Nothing comes any more. What is returned tells those who waited for that. */
    Runnable end() {
        List<CompletableFuture<Void>> all = leaving;
        leaving = new ArrayList<>(0);
        return () -> all.forEach(left -> left.complete(null));
    }

    private List<Waiting> takeWaiting() {
        List<Waiting> all = waiting;
        waiting = new ArrayList<>(1);
        return all;
    }

    private record Waiting(Place place, CompletableFuture<Place> confirmed) {}

    /** A listener's place on a channel. Whoever leaves is told so when nothing is being delivered to it any more. */
    static final class Place {
        private enum Delivery {
            IDLE,
            DELIVERING,
            /** Left in the middle of a delivery. */
            LEAVING,
            LEFT
        }

        private final ChannelListener listener;
        private final AtomicReference<Delivery> delivery = new AtomicReference<>(Delivery.IDLE);
        private final CompletableFuture<Void> quiet = new CompletableFuture<>();
        private @Nullable CompletableFuture<Void> left;
        /** Under the lock: where it is, once it is confirmed. */
        @Nullable
        Channel channel;

        Place(ChannelListener listener) {
            this.listener = listener;
        }

        void deliver(Channel on, SubscribingWire from, String origin, byte[] payload) {
            tell(() -> {
                if (on.source == from) {
                    listener.onMessage(origin, payload);
                }
            });
        }

        void tellLost() {
            tell(listener::onLost);
        }

        /** Under the lock: when it was left, the first time; null before. */
        @Nullable
        CompletableFuture<Void> left() {
            return left;
        }

        /** Under the lock. Done when that is done, and nothing is being delivered. */
        CompletableFuture<Void> leave(CompletableFuture<Void> confirmed) {
            Delivery before =
                    delivery.getAndUpdate(now -> now == Delivery.DELIVERING ? Delivery.LEAVING : Delivery.LEFT);
            if (before == Delivery.IDLE) {
                quiet.complete(null);
            }
            left = CompletableFuture.allOf(confirmed, quiet);
            return left;
        }

        /** While a channel moves from one server to another, two wires may have something for it: the listener is called by one at a time. */
        private void tell(Runnable call) {
            while (!delivery.compareAndSet(Delivery.IDLE, Delivery.DELIVERING)) {
                if (delivery.get() == Delivery.LEFT || delivery.get() == Delivery.LEAVING) {
                    return;
                }
                Thread.onSpinWait();
            }
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.error("A listener threw where it must not; the others go on", e);
            }
            if (!delivery.compareAndSet(Delivery.DELIVERING, Delivery.IDLE)) {
                delivery.set(Delivery.LEFT);
                quiet.complete(null);
            }
        }
    }
}
