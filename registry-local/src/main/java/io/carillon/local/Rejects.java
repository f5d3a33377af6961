package io.carillon.local;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what came in and could not be read, and says so, each time twice as rarely: whoever sends it may send a lot. */
final class Rejects {
    private static final Logger LOG = LoggerFactory.getLogger(Rejects.class);

    private final String what;
    private final HubObserver observer;
    private final AtomicLong count = new AtomicLong();

    Rejects(String what, HubObserver observer) {
        this.what = what;
        this.observer = observer;
    }

    void add(byte[] dropped, @Nullable String why) {
        observer.dropped(HubObserver.Drop.MALFORMED);
        long number = count.incrementAndGet();
        if (Long.bitCount(number) == 1) {
            LOG.warn("Dropped a malformed {} of {} bytes, {} so far: {}", what, dropped.length, number, why);
        }
    }
}
