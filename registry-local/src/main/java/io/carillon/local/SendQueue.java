package io.carillon.local;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.SendResult;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that wait for the broker, by {@link OutagePolicy#queue(long, Duration)}: bounded in bytes and age, in
 * order. While one waits, all that come later wait behind it; it stays in its place until it was handed to the broker.
 */
final class SendQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SendQueue.class);

    private static final Duration SOON = Duration.ofMillis(10);

    private final OutagePolicy.Queue bounds;
    private final HubRuntime runtime;
    private final Streams streams;
    private final Events events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean flushing;
    private boolean scheduled;
    private boolean closed;
    private volatile boolean empty = true;
    final LongAdder dropped = new LongAdder();

    private static final class Waiting {
        private final Audience audience;
        private final Subject subject;
        private final byte[] envelope;
        private final long since;

        Waiting(Audience audience, Subject subject, byte[] envelope, long since) {
            this.audience = audience;
            this.subject = subject;
            this.envelope = envelope;
            this.since = since;
        }
    }

    SendQueue(OutagePolicy.Queue bounds, HubRuntime runtime, Streams streams, Events events) {
        this.bounds = bounds;
        this.runtime = runtime;
        this.streams = streams;
        this.events = events;
    }

    boolean isEmpty() {
        return empty;
    }

    /** Takes a message, or refuses it: then nothing happened. */
    CompletableFuture<SendResult> offer(Audience audience, Subject subject, byte[] envelope) {
        lock.lock();
        try {
            if (closed || bytes + envelope.length > bounds.maxBytes()) {
                return CompletableFuture.failedFuture(new BackplaneUnavailableException("the broker is away, and "
                        + bytes + " bytes wait for it already, at most " + bounds.maxBytes() + " may"));
            }
            waiting.add(new Waiting(audience, subject, envelope, runtime.nanoTime()));
            bytes += envelope.length;
            empty = false;
            schedule();
        } finally {
            lock.unlock();
        }
        return CompletableFuture.completedFuture(SendResult.QUEUED);
    }

    /** Hands all that waits to the broker, one after the other, until it refuses; whoever comes meanwhile leaves it to the first. */
    void flush() {
        expire();
        Waiting next = begin();
        while (next != null) {
            CompletionStage<Void> published = streams.publish(next.subject, next.envelope);
            if (Streams.isUnavailable(published)) {
                end();
                return;
            }
            published.whenComplete((done, error) -> {
                if (error != null) { // its number is spent: who misses it reports a gap
                    LOG.warn("What became of a message that had waited is unknown: {}", error.toString());
                }
            });
            next = next(next);
        }
    }

    /** Takes no more; what still waits is dropped. */
    void close() {
        List<Waiting> rest;
        lock.lock();
        try {
            closed = true;
            rest = List.copyOf(waiting);
            waiting.clear();
            bytes = 0;
            empty = true;
        } finally {
            lock.unlock();
        }
        rest.forEach(this::drop);
    }

    private @Nullable Waiting begin() {
        lock.lock();
        try {
            if (flushing || waiting.isEmpty()) {
                return null;
            }
            flushing = true;
            return waiting.peek();
        } finally {
            lock.unlock();
        }
    }

    /** The one behind it; nothing if there is none: then the flush has ended. */
    private @Nullable Waiting next(Waiting sent) {
        lock.lock();
        try {
            if (waiting.peek() == sent) {
                remove();
            }
            Waiting next = waiting.peek();
            flushing = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            flushing = false;
        } finally {
            lock.unlock();
        }
    }

    private void remove() {
        bytes -= waiting.remove().envelope.length;
        empty = waiting.isEmpty();
    }

    /** Drops what has become too old. What is being handed over is left to that. */
    private void expire() {
        List<Waiting> old = new ArrayList<>();
        lock.lock();
        try {
            while (!flushing && !waiting.isEmpty() && remaining(waiting.element()) <= 0) {
                old.add(waiting.element());
                remove();
            }
            schedule();
        } finally {
            lock.unlock();
        }
        old.forEach(this::drop);
    }

    /** Under the lock: looks again when the first one will be too old. */
    private void schedule() {
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            Duration delay = Duration.ofNanos(Math.max(remaining(waiting.element()), SOON.toNanos()));
            runtime.after(delay, this::look);
        }
    }

    private void look() {
        lock.lock();
        try {
            scheduled = false;
        } finally {
            lock.unlock();
        }
        expire();
    }

    private long remaining(Waiting message) {
        return bounds.maxAge().toNanos() - (runtime.nanoTime() - message.since);
    }

    private void drop(Waiting message) {
        dropped.increment();
        try {
            if (EnvelopeCodec.decode(message.envelope).effect() instanceof Effect.Deliver deliver) {
                events.unsent(message.audience, deliver.message());
            }
        } catch (MalformedEnvelopeException e) {
            throw new IllegalStateException("an envelope of this instance's own cannot be read", e);
        }
    }
}
