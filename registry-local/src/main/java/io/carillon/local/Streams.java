package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.RegistryException;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Numbers what this instance publishes, per subject from 1 up, so that receivers find out what they have missed. A subject
 * on which nothing was published for a while is forgotten after its last beacon; it then begins a new stream.
 */
final class Streams {
    /**
     * In how many beacons a number stands after it was given. A receiver takes two to be sure that it is missing, and the
     * third one may be lost.
     */
    static final int BEACONS = 3;
    /**
     * In how many it stands when the link of this instance is back after it was broken: what broke it may have broken the
     * links of the receivers too, and those are back within some seconds, each in its own time.
     */
    static final int BEACONS_AFTER_RETURN = 6;

    private static final int EPOCH_SHIFT = 24;

    private final PubSubSystem pubSub;
    private final Map<Subject, Stream> streams = new ConcurrentHashMap<>();
    private final Stripes locks = new Stripes();
    private final AtomicLong lastStream = new AtomicLong();

    Streams(PubSubSystem pubSub) {
        this.pubSub = pubSub;
    }

    /** Streams that begin from now on belong to this lease epoch, and are newer than all of the epochs before. */
    void epoch(long epoch) {
        lastStream.accumulateAndGet(epoch << EPOCH_SHIFT, Math::max);
    }

    /**
     * Gives an encoded envelope its number and publishes it. The lock keeps numbers and publishes of one subject in one
     * order; it is held while the publish is begun and not while it is on its way. What is refused takes no number.
     */
    CompletionStage<Void> publish(Subject subject, byte[] envelope) {
        Lock lock = locks.of(subject.hashCode());
        lock.lock();
        try {
            Stream stream = streams.computeIfAbsent(subject, any -> new Stream(lastStream.incrementAndGet()));
            EnvelopeCodec.number(envelope, stream.id, stream.last + 1);
            CompletionStage<Void> published = pubSub.publish(subject, envelope);
            if (refusal(published.toCompletableFuture()) == null) {
                stream.last++;
                stream.beaconsLeft = Math.max(stream.beaconsLeft, BEACONS);
            }
            return published;
        } finally {
            lock.unlock();
        }
    }

    /** Where the recently active streams stand. */
    List<Beacon.Entry> beacon() {
        List<Beacon.Entry> entries = new ArrayList<>();
        for (Subject subject : streams.keySet()) {
            Beacon.Entry entry = entryOf(subject);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /**
     * The broker has taken a beacon. A stream that has stood in enough of them is forgotten; what the broker did not take tells
     * nobody anything, and a stream that was forgotten then would take the gap at its end with it.
     */
    void told(Beacon.Entry entry) {
        Lock lock = locks.of(entry.subject().hashCode());
        lock.lock();
        try {
            Stream stream = streams.get(entry.subject());
            if (stream != null
                    && stream.id == entry.stream()
                    && stream.last == entry.last()
                    && --stream.beaconsLeft <= 0) {
                streams.remove(entry.subject());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The link was broken: what stood in beacons before that may have told nobody. */
    void returned() {
        for (Subject subject : streams.keySet()) {
            Lock lock = locks.of(subject.hashCode());
            lock.lock();
            try {
                Stream stream = streams.get(subject);
                if (stream != null) {
                    stream.beaconsLeft = BEACONS_AFTER_RETURN;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Beacon.@Nullable Entry entryOf(Subject subject) {
        Lock lock = locks.of(subject.hashCode());
        lock.lock();
        try {
            Stream stream = streams.get(subject);
            if (stream != null && stream.last == 0) {
                streams.remove(subject); // all that was published on it was refused
                return null;
            }
            return stream == null ? null : new Beacon.Entry(subject, stream.id, stream.last);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a publish was refused because the broker is away. */
    static boolean isUnavailable(CompletionStage<Void> published) {
        return refusal(published.toCompletableFuture()) instanceof BackplaneUnavailableException;
    }

    /** A refusal is known at once; what fails later, or without an answer, may have happened. */
    private static @Nullable RegistryException refusal(CompletableFuture<Void> published) {
        if (!published.isCompletedExceptionally()) {
            return null;
        }
        RegistryException error =
                published.handle((done, why) -> Operation.unwrap(why)).join();
        return error instanceof BackplaneTimeoutException ? null : error;
    }

    private static final class Stream {
        private final long id;
        private long last;
        private int beaconsLeft;

        Stream(long id) {
            this.id = id;
        }
    }
}
