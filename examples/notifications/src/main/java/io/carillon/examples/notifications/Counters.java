package io.carillon.examples.notifications;

import io.carillon.external.ExternalCount;
import io.carillon.external.ExternalMessages;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** What the service counts, in the words of the original. Any thread. */
final class Counters implements MeterBinder {
    private final ExternalMessages external;
    private final LongAdder ignored = new LongAdder();

    Counters(ExternalMessages external) {
        this.external = external;
    }

    /** Messages from Redis, one for each subscription that heard them. */
    long received() {
        return of(ExternalCount.RECEIVED);
    }

    /** Of those, what no client could be given: too large, or no message. */
    long malformed() {
        return of(ExternalCount.MALFORMED);
    }

    /** Taken into the outbox of a connection. */
    long sent() {
        return of(ExternalCount.ACCEPTED);
    }

    /** Dropped, for one connection whose outbox was full, or for all of a user's because too many were waiting. */
    long failed() {
        return of(ExternalCount.DROPPED) + of(ExternalCount.OVERFLOWED);
    }

    /** Messages of clients, which nobody handles. */
    long ignored() {
        return ignored.sum();
    }

    void ignore() {
        ignored.increment();
    }

    private long of(ExternalCount count) {
        return external.counts().getOrDefault(count, 0L);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "received", Counters::received, "Messages from Redis");
        counter(registry, "malformed", Counters::malformed, "Messages from Redis that were none, or too large");
        counter(registry, "sent", Counters::sent, "Notifications taken into the outbox of a connection");
        counter(
                registry,
                "failed",
                Counters::failed,
                "Notifications dropped because an outbox, or the queue of all, was full");
        counter(registry, "ignored", Counters::ignored, "Messages of clients that nobody handles");
    }

    private void counter(MeterRegistry registry, String name, ToDoubleFunction<Counters> count, String description) {
        FunctionCounter.builder("notifications." + name, this, count)
                .description(description)
                .register(registry);
    }
}
