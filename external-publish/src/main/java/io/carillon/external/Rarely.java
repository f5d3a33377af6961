package io.carillon.external;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Says what happens often each time twice as rarely: at the first, the second, the fourth, … time. Any thread may call. */
final class Rarely {
    private final AtomicLong times = new AtomicLong();

    /** It has happened again; if it is time to say so, the action is told how often so far. */
    void say(LongConsumer action) {
        long now = times.incrementAndGet();
        if (Long.bitCount(now) == 1) {
            action.accept(now);
        }
    }
}
