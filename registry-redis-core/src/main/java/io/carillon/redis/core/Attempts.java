package io.carillon.redis.core;

import java.time.Duration;
import java.util.Optional;

/**
 * Attempts that fail, in a row. Where their number is limited, those count that come the delay after the last that counted; what is tried
 * between them costs little, and finds a server soon that is back. They are counted, not timed: while the process sleeps nothing is given up.
 *
 * <p>Times are those of {@link System#nanoTime()}.
 */
final class Attempts {
    private final Backoff backoff;
    private int failed;
    private int counted;
    private long lastCounted;

    Attempts(Backoff backoff) {
        this.backoff = backoff;
    }

    /** One more. Answers with how many there have been, whether they count or not. */
    int failed(long now) {
        if (counted == 0 || untilNext(now) <= 0) {
            counted++;
            lastCounted = now;
        }
        return ++failed;
    }

    /** They are not in a row any more. */
    void succeeded() {
        failed = 0;
        counted = 0;
    }

    /** How long to wait before the next; empty when it is time to give up. */
    Optional<Duration> next(long now) {
        return backoff.isLimited() && counted >= backoff.attempts() ? Optional.empty() : Optional.of(pause(now));
    }

    /** The same, of one that goes on whatever others do. */
    Duration pause(long now) {
        Duration pause = backoff.pause(failed);
        Duration due = Duration.ofNanos(Math.max(0, untilNext(now)));
        return backoff.isLimited() && due.compareTo(pause) < 0 ? due : pause;
    }

    private long untilNext(long now) {
        return lastCounted + backoff.delay().toNanos() - now;
    }
}
