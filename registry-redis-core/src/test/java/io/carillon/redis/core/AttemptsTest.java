package io.carillon.redis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Duration MOST = Duration.ofSeconds(2);

    private long now = Long.MAX_VALUE - 7; // such a clock may overflow

    @Test
    void tenAttemptsFiveSecondsApartTakeFortyFiveSecondsAndNoPauseIsLong() {
        Attempts attempts = new Attempts(Backoff.limited(10, Duration.ofSeconds(5)));
        long begin = now;
        int tried = 0;
        Optional<Duration> pause = Optional.of(Duration.ZERO);
        while (pause.isPresent()) {
            assertThat(pause.get()).isBetween(Duration.ZERO, MOST);
            now += pause.get().toNanos();
            attempts.failed(now);
            tried++;
            pause = attempts.next(now);
        }
        assertThat(Duration.ofNanos(now - begin)).isEqualTo(Duration.ofSeconds(45));
        assertThat(tried).isGreaterThan(10);
    }

    @Test
    void attemptsThatTakeLongCountEach() {
        Attempts attempts = new Attempts(Backoff.limited(3, Duration.ofSeconds(5)));
        for (int i = 0; i < 2; i++) {
            attempts.failed(now);
            assertThat(attempts.next(now)).isPresent();
            now += Duration.ofMinutes(1).toNanos();
        }
        attempts.failed(now);
        assertThat(attempts.next(now)).isEmpty();
    }

    @Test
    void aSuccessBeginsTheRowAnew() {
        Attempts attempts = new Attempts(Backoff.limited(2, Duration.ZERO));
        attempts.failed(now);
        attempts.succeeded();
        assertThat(attempts.failed(now)).isEqualTo(1);
        assertThat(attempts.next(now)).isPresent();
        attempts.failed(now);
        assertThat(attempts.next(now)).isEmpty();
    }

    @Test
    void withoutALimitItGoesOnForEver() {
        Attempts attempts = new Attempts(Backoff.FOR_EVER);
        for (int i = 0; i < 100; i++) {
            attempts.failed(now);
            assertThat(attempts.next(now))
                    .hasValueSatisfying(pause -> assertThat(pause).isBetween(Duration.ofMillis(25), MOST));
        }
    }
}
