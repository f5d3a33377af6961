package io.carillon.redis.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt to connect. For ever: twice as long each time, up to 2 seconds, and spread by a
 * half, so that not all instances come back together. Or so many attempts at a fixed distance.
 *
 * @param attempts how many attempts; 0 for ever
 * @param delay between them, where their number is limited
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

    /** Empty when it is time to give up. */
    Optional<Duration> next(int failed) {
        if (attempts > 0) {
            return failed < attempts ? Optional.of(delay) : Optional.empty();
        }
        long mean = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failed, 10));
        return Optional.of(
                Duration.ofMillis(mean / 2 + ThreadLocalRandom.current().nextLong(mean / 2 + 1)));
    }
}
