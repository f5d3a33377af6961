package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000;

    /** Just before the clock passes from the largest number to the smallest. */
    private static final long START = Long.MAX_VALUE - Duration.ofMillis(500).toNanos();

    private final TokenBucket bucket = new TokenBucket(Rate.perSecond(10, 3), START);

    private int taken(long now) {
        int taken = 0;
        while (taken < 100 && bucket.take(1, now) == 0) {
            taken++;
        }
        return taken;
    }

    @Test
    void itLetsThroughABurstAndThenTheRate() {
        assertThat(taken(START)).isEqualTo(3);
        assertThat(taken(START + SECOND / 10)).isEqualTo(1);
        assertThat(taken(START + 3 * SECOND / 10)).isEqualTo(2);
    }

    @Test
    void itHoldsNoMoreThanABurstHoweverLongItIsLeftAlone() {
        assertThat(taken(START + 1_000 * SECOND)).isEqualTo(3);
        assertThat(taken(START + 1_000 * SECOND)).isZero();
    }

    @Test
    void itSaysWhenToComeBackAndWhoIsRefusedTakesNothing() {
        taken(START);

        assertThat(bucket.take(1, START)).isEqualTo(SECOND / 10);
        assertThat(bucket.take(2, START)).isEqualTo(2 * SECOND / 10);
        assertThat(bucket.take(1, START + SECOND / 10)).isZero();
    }

    @Test
    void moreThanABurstNeverPasses() {
        assertThat(bucket.take(4, START)).isPositive();
        assertThat(bucket.take(4, START + 1_000 * SECOND)).isPositive();
        assertThat(bucket.take(3, START)).isZero();
    }

    @Test
    void aBillionBytesASecondAndTwoBillionAtOnceAreCountedToo() {
        TokenBucket bytes = new TokenBucket(Rate.perSecond(1_000_000_000, 1_000_000_000), START);

        assertThat(bytes.take(1_000_000_000, START)).isZero();
        assertThat(bytes.take(Integer.MAX_VALUE, START)).isPositive();
        assertThat(bytes.take(1, START)).isEqualTo(1);
    }

    @Test
    void aMinutesWorthMayComeAtOnce() {
        TokenBucket minute = new TokenBucket(Rate.perMinute(60), START);

        assertThat(minute.take(60, START)).isZero();
        assertThat(minute.take(1, START)).isEqualTo(SECOND);
    }

    @Test
    void ofManyThreadsAsManyGetThroughAsThereAreTokens() throws Exception {
        TokenBucket shared = new TokenBucket(Rate.perSecond(1, 500_000), START);
        AtomicInteger taken = new AtomicInteger();
        Callable<Void> taking = () -> {
            for (int i = 0; i < 500_000; i++) {
                if (shared.take(1, START) == 0) {
                    taken.incrementAndGet();
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> ended : threads.invokeAll(List.of(taking, taking, taking, taking))) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(taken).hasValue(500_000);
    }
}
