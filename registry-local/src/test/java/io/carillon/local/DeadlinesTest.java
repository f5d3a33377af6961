package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualRuntime runtime = new ManualRuntime();
    private final Deadlines deadlines = new Deadlines(LENGTH, runtime);
    private final List<String> ended = new ArrayList<>();

    @Test
    void eachEndsWhenItsTimeIsUp() {
        begin("a");
        runtime.advance(SECOND);
        begin("b");
        runtime.advance(LENGTH.minus(SECOND).minusNanos(1));
        assertThat(ended).isEmpty();
        runtime.advance(Duration.ofNanos(1));
        assertThat(ended).containsExactly("a");
        runtime.advance(SECOND);
        assertThat(ended).containsExactly("a", "b");
    }

    @Test
    void whatIsCalledOffDoesNotEnd() {
        HubRuntime.Timer first = begin("a");
        begin("b");
        first.cancel();
        runtime.advance(LENGTH);
        assertThat(ended).containsExactly("b");
    }

    @Test
    void oneTimerServesThemAll() {
        begin("a");
        begin("b");
        begin("c");
        assertThat(runtime.timers()).isEqualTo(1);
    }

    @Test
    void whatIsCalledOffLeavesTheQueueWithThoseBeforeIt() {
        HubRuntime.Timer first = begin("a");
        HubRuntime.Timer second = begin("b");
        begin("c");
        second.cancel();
        assertThat(deadlines.size()).isEqualTo(3);
        first.cancel();
        assertThat(deadlines.size()).isEqualTo(1);
    }

    @Test
    void theNextOneEndsTooWhenThereWasNoneForAWhile() {
        begin("a");
        runtime.advance(LENGTH.multipliedBy(2));
        begin("b");
        runtime.advance(LENGTH);
        assertThat(ended).containsExactly("a", "b");
    }

    @Test
    void thoseOfManyThreadsEndUnlessTheyAreCalledOff() throws InterruptedException {
        int threads = 4;
        int each = 10_000;
        CountDownLatch left = new CountDownLatch(threads * each / 2);
        AtomicInteger wrong = new AtomicInteger();
        try (SystemRuntime real = new SystemRuntime("deadlines")) {
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(new Thread(() -> {
                    for (int j = 0; j < each; j++) {
                        if (j % 2 == 0) {
                            real.timeout(Duration.ofMinutes(1), wrong::incrementAndGet)
                                    .cancel();
                        } else {
                            real.timeout(Duration.ofMillis(20), left::countDown);
                        }
                    }
                }));
            }
            all.forEach(Thread::start);
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(wrong).hasValue(0);
        }
    }

    private HubRuntime.Timer begin(String name) {
        return deadlines.begin(() -> ended.add(name));
    }
}
