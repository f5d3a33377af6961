package io.carillon.faults;

import io.carillon.BackplaneTimeoutException;
import io.carillon.faults.FaultyLink.State;
import io.carillon.spi.Backplane;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Publish, subscribe and request over a {@link FaultyLink}, and what the broker holds for this instance. */
final class FaultyPubSub implements PubSubSystem {
    private static final Duration RETRY = Duration.ofMillis(100);

    private final PubSubSystem broker;
    private final int maxMessageBytes;
    private final FaultyLink link;
    private final Timers timers;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();
    /** Belongs to the driver. */
    private Status status = Status.CONNECTED;

    FaultyPubSub(Backplane broker, FaultyLink link, Timers timers) {
        this.broker = broker.pubSub();
        this.maxMessageBytes = broker.maxMessageBytes();
        this.link = link;
        this.timers = timers;
    }

    /** The broker has seen the link end, and holds nothing of it any more. */
    void disconnected() {
        link.onDriver(() -> become(Status.DISCONNECTED));
        places.forEach(place -> place.end(place.theirs));
        places.removeIf(place -> place.closed);
    }

    /** The link is back, as a new one. */
    void reconnect() {
        disconnected();
        placeAll(link.phase());
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        if (payload.length > maxMessageBytes) {
            return broker.publish(subject, payload);
        }
        return link.call(
                "publish " + subject,
                () -> broker.publish(subject, payload)
                        .exceptionallyCompose(error -> CompletableFuture.failedStage(
                                new BackplaneTimeoutException("refused too late, the outcome is unknown", error))),
                done -> {});
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return take(new Place("subscribe " + subject, place -> {
            Listener brought = payload -> link.bringMessage("message " + subject, () -> {
                if (!place.closed) {
                    listener.onMessage(payload);
                }
            });
            return broker.subscribe(subject, brought);
        }));
    }

    /** Listens to what {@link FaultyChannels} has found for it. */
    CompletionStage<Subscription> listen(
            String key, ChannelListener listener, Function<ChannelListener, CompletionStage<Subscription>> subscribe) {
        return take(new Place(
                "subscribe " + key,
                place -> subscribe.apply((channel, payload) -> link.bringMessage("message " + key, () -> {
                    if (!place.closed) {
                        listener.onMessage(channel, payload);
                    }
                }))));
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        Responder brought = question -> {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            link.bring(
                    "question " + subject,
                    () -> responder
                            .answer(question)
                            .thenAccept(value -> link.bring("answer " + subject, () -> answer.complete(value))));
            return answer;
        };
        return take(new Place("respond " + subject, place -> broker.respond(subject, brought)));
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("request timeout is " + timeout + ", expected more than zero");
        }
        CompletableFuture<byte[]> answer = link.call(
                        "request " + subject, () -> broker.request(subject, payload, timeout), nobody -> {})
                .toCompletableFuture();
        if (!answer.isDone()) {
            timers.after(
                    timeout,
                    () -> answer.completeExceptionally(new BackplaneTimeoutException("no answer within " + timeout)));
        }
        return answer;
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        link.onDriver(() -> {
            listeners.add(listener);
            listener.onStatus(status);
        });
        return () -> link.onDriver(() -> listeners.remove(listener));
    }

    private CompletionStage<Subscription> take(Place place) {
        return link.call(place.key, place::take, theirs -> place.forget()).thenApply(theirs -> place);
    }

    /** Again and again until all is confirmed, or the link breaks again. */
    private void placeAll(FaultyLink.Phase phase) {
        CompletableFuture<?>[] all = places.stream()
                .filter(place -> place.theirs == null)
                .map(place -> link.call(place.key, place::take, place::end).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all)
                .whenComplete((done, error) -> link.onDriver(() -> {
                    if (link.phase() == phase && error == null) {
                        become(Status.CONNECTED);
                    } else if (link.phase() == phase) {
                        timers.after(RETRY, () -> placeAll(phase));
                    }
                }));
    }

    private void become(Status now) {
        if (now != status) {
            status = now;
            listeners.forEach(listener -> link.onDriver(() -> listener.onStatus(now)));
        }
    }

    /** A subscription, or a responder's place, which is taken at the broker again after each break. */
    private final class Place implements Subscription {
        private final String key;
        private final Function<Place, CompletionStage<Subscription>> ask;
        private volatile @Nullable Subscription theirs;
        private volatile boolean closed;

        Place(String key, Function<Place, CompletionStage<Subscription>> ask) {
            this.key = key;
            this.ask = ask;
        }

        CompletionStage<Subscription> take() {
            return ask.apply(this).thenApply(taken -> {
                if (closed) {
                    taken.close();
                    return taken;
                }
                end(theirs); // of a call that a break has overtaken, and that came to the broker all the same
                theirs = taken;
                places.remove(this);
                places.add(this);
                return taken;
            });
        }

        /** What the broker holds; a later one may have come in its place. */
        @SuppressWarnings("ReferenceEquality") // the very one, whatever a broker takes for equal
        void end(@Nullable Subscription taken) {
            if (taken != null) {
                taken.close();
            }
            if (theirs == taken) {
                theirs = null;
            }
        }

        CompletionStage<Void> forget() {
            closed = true;
            places.remove(this);
            Subscription taken = theirs;
            return taken == null ? CompletableFuture.completedStage(null) : taken.close();
        }

        /** Nothing arrives from now on, whatever becomes of the call. Without a link the broker has ended it already. */
        @Override
        public CompletionStage<Void> close() {
            closed = true;
            return link.phase().state == State.CUT
                    ? forget()
                    : link.call(key, this::forget, done -> {}).whenComplete((done, error) -> forget());
        }
    }
}
