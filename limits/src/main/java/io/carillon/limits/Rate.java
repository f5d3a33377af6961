package io.carillon.limits;

import java.util.concurrent.TimeUnit;

/**
 * How fast a {@link TokenBucket} fills, and how much it holds.
 *
 * @param amount tokens for each period
 * @param periodNanos the period
 * @param capacityNanos how long an empty bucket takes to be full
 */
record Rate(long amount, long periodNanos, long capacityNanos) {

    static Rate perSecond(long amount, long burst) {
        return of(amount, TimeUnit.SECONDS.toNanos(1), burst);
    }

    /** With a minute's worth at once. */
    static Rate perMinute(long amount) {
        return of(amount, TimeUnit.MINUTES.toNanos(1), amount);
    }

    private static Rate of(long amount, long periodNanos, long burst) {
        return new Rate(amount, periodNanos, nanos(amount, periodNanos, burst));
    }

    /** How long so many tokens take to come. */
    long nanos(long tokens) {
        return nanos(amount, periodNanos, tokens);
    }

    private static long nanos(long amount, long periodNanos, long tokens) {
        return Math.multiplyExact(tokens, periodNanos) / amount;
    }
}
