package io.carillon.limits;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Lets through so much in a time, and a burst on top. Instead of the tokens it keeps the moment when it will be full again, which needs
 * no timer and one word (GCRA, ITU-T I.371).
 *
 * <p><b>Threads.</b> Any thread may call; none waits.
 */
final class TokenBucket {
    private static final AtomicLongFieldUpdater<TokenBucket> FULL_AT =
            AtomicLongFieldUpdater.newUpdater(TokenBucket.class, "fullAt");

    private final Rate rate;
    private volatile long fullAt;

    /** A full one. */
    TokenBucket(Rate rate, long now) {
        this.rate = rate;
        this.fullAt = now;
    }

    /**
     * Takes tokens, all of them or none.
     *
     * @param now as {@link System#nanoTime()}
     * @return 0 if they were taken; otherwise after how many nanoseconds they might be
     */
    long take(long tokens, long now) {
        long cost = rate.nanos(tokens);
        while (true) {
            long before = fullAt;
            long from = before - now > 0 ? before : now;
            long wait = from - now + cost - rate.capacityNanos();
            if (wait > 0) {
                return wait;
            }
            if (FULL_AT.compareAndSet(this, before, from + cost)) {
                return 0;
            }
        }
    }
}
