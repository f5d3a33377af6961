package io.carillon.redis.core;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt to connect: twice as long each time, up to 2 seconds, and spread by a half, so that not all
 * instances come back together. And when to give up; see {@link Attempts}.
 *
 * @param attempts after how many that count; 0 for never
 * @param delay between two that count
 */
public record Backoff(int attempts, Duration delay) {
    /** Goes on for ever. */
    public static final Backoff FOR_EVER = new Backoff(0, Duration.ZERO);

    private static final long FIRST_MILLIS = 50;
    private static final long MOST_MILLIS = 2_000;

    /**
     * So many attempts, and no more.
     *
     * @param attempts 1 or more; anything else is a {@linkplain RedisOptions#faults() fault}
     * @param delay between two of them, not negative
     * @return one that gives up
     */
    public static Backoff limited(int attempts, Duration delay) {
        return new Backoff(attempts == 0 ? -1 : attempts, delay);
    }

    boolean isLimited() {
        return attempts > 0;
    }

    Duration pause(int failed) {
        long mean = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failed, 10));
        return Duration.ofMillis(mean / 2 + ThreadLocalRandom.current().nextLong(mean / 2 + 1));
    }
}
