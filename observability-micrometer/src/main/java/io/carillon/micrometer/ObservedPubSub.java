package io.carillon.micrometer;

import io.carillon.micrometer.BrokerMeters.Direction;
import io.carillon.micrometer.BrokerMeters.Operation;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to tell each other things that is measured. */
final class ObservedPubSub implements PubSubSystem {
    private final PubSubSystem pubSub;
    private final BrokerMeters meters;

    ObservedPubSub(PubSubSystem pubSub, BrokerMeters meters) {
        this.pubSub = pubSub;
        this.meters = meters;
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        long begun = System.nanoTime();
        return meters.calls.time(Operation.PUBLISH, () -> pubSub.publish(subject, payload), done -> {
            meters.roundTrip.record(System.nanoTime() - begun);
            count(Direction.OUT, payload);
            return Outcome.DONE;
        });
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return meters.calls
                .time(
                        Operation.SUBSCRIBE,
                        () -> pubSub.subscribe(subject, new Listener() {
                            @Override
                            public void onMessage(byte[] payload) {
                                count(Direction.IN, payload);
                                listener.onMessage(payload);
                            }

                            @Override
                            public void onLost() {
                                listener.onLost();
                            }
                        }))
                .thenApply(subscription -> new Observed(subscription, subject.kind()));
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return meters.calls.time(Operation.ASK, () -> pubSub.request(subject, payload, timeout));
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return meters.calls.time(
                Operation.SUBSCRIBE,
                () -> pubSub.respond(
                        subject, question -> meters.calls.time(Operation.ANSWER, () -> responder.answer(question))));
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return pubSub.onStatus(listener);
    }

    private void count(Direction direction, byte[] payload) {
        meters.messages.add(direction);
        meters.bytes.add(direction, payload.length);
    }

    private final class Observed implements Subscription {
        private final Subscription subscription;
        private final Subject.Kind kind;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Observed(Subscription subscription, Subject.Kind kind) {
            this.subscription = subscription;
            this.kind = kind;
            meters.subscribed(kind, 1);
        }

        @Override
        public CompletionStage<Void> close() {
            if (!open.compareAndSet(true, false)) {
                return subscription.close();
            }
            meters.subscribed(kind, -1);
            return meters.calls.time(Operation.UNSUBSCRIBE, subscription::close);
        }
    }
}
