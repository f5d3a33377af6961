package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final int MANY = 100;

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final Callbacks callbacks = new Callbacks(threads::add);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void manyShortTasksShareAThread() {
        for (int i = 0; i < MANY; i++) {
            int number = i;
            callbacks.execute(() -> ran.add(number));
        }
        int begun = runThreads();
        assertThat(ran).hasSize(MANY).isSorted();
        assertThat(begun).isLessThanOrEqualTo(2);
    }

    /** Each waits for the one behind it, as an application may that blocks on a stage. */
    @Test
    void aTaskThatBlocksHoldsUpNoOther() throws InterruptedException {
        ExecutorService real = Executors.newCachedThreadPool();
        try {
            Callbacks blocking = new Callbacks(real);
            List<CountDownLatch> done = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                done.add(new CountDownLatch(1));
            }
            CountDownLatch all = new CountDownLatch(MANY);
            for (int i = 0; i < MANY; i++) {
                int number = i;
                blocking.execute(() -> {
                    if (number < MANY - 1) {
                        awaitOrInterrupt(done.get(number + 1));
                    }
                    done.get(number).countDown();
                    all.countDown();
                });
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            real.shutdownNow();
        }
    }

    @Test
    void aTaskThatFailsDoesNotStopTheOthers() {
        callbacks.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        callbacks.execute(() -> ran.add(1));
        runThreads();
        assertThat(ran).containsExactly(1);
    }

    @Test
    void whatComesWhenTheThreadsHaveGoneHomeRunsToo() {
        callbacks.execute(() -> ran.add(1));
        runThreads();
        callbacks.execute(() -> ran.add(2));
        runThreads();
        assertThat(ran).containsExactly(1, 2);
    }

    private int runThreads() {
        int begun = 0;
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
            begun++;
        }
        return begun;
    }

    private static void awaitOrInterrupt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
