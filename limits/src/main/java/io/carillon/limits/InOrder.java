package io.carillon.limits;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets what is asked for one connection go on in the order in which it was asked for, although policies answer when they like.
 *
 * <p><b>Threads.</b> Any thread may call; steps are taken one at a time, on the caller's thread or one that completes what a step waits for.
 */
final class InOrder {
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    /** The step that is waited for; of whoever is at work. */
    private @Nullable Step watched;

    /** What to do, and after what. */
    private static final class Step {
        final CompletableFuture<?> ready;
        final Runnable task;

        Step(CompletableFuture<?> ready, Runnable task) {
            this.ready = ready;
            this.task = task;
        }
    }

    void then(CompletableFuture<?> ready, Runnable task) {
        steps.add(new Step(ready, task));
        go();
    }

    /** A loop, because a client may make thousands of steps wait for one. */
    private void go() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            Step first = steps.peek();
            while (first != null && first.ready.isDone()) {
                steps.remove();
                first.task.run();
                first = steps.peek();
            }
            if (first != null && first != watched) {
                watched = first;
                first.ready.whenComplete((done, failure) -> go());
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }
}
