package io.carillon.examples.notifications;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/** What the service counts itself, beside what the library does. Any thread. */
final class Counters implements MeterBinder {
    /** Messages from Redis, one for each subscription that heard them. */
    final LongAdder received = new LongAdder();
    /** Of those, what no client could be given: too large, or no message. */
    final LongAdder malformed = new LongAdder();
    /** Taken into the outbox of a connection. */
    final LongAdder sent = new LongAdder();
    /** Dropped, for one connection whose outbox was full, or for all of a user's because too many were waiting. */
    final LongAdder failed = new LongAdder();
    /** Messages of clients, which nobody handles. */
    final LongAdder ignored = new LongAdder();

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "received", received, "Messages from Redis");
        counter(registry, "malformed", malformed, "Messages from Redis that were none, or too large");
        counter(registry, "sent", sent, "Notifications taken into the outbox of a connection");
        counter(registry, "failed", failed, "Notifications dropped because an outbox, or the queue of all, was full");
        counter(registry, "ignored", ignored, "Messages of clients that nobody handles");
    }

    private static void counter(MeterRegistry registry, String name, LongAdder adder, String description) {
        FunctionCounter.builder("notifications." + name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
