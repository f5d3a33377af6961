package io.carillon.local;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may block, and never one behind another that does. A thread takes one task after another; before each it
 * sees to it that another thread is on its way, if more is waiting. So when many short tasks come they share a few threads, and a hand-over
 * from thread to thread, which costs more than most of them, is not made for each.
 */
final class Callbacks implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final Executor threads;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** A thread is on its way. */
    private final AtomicBoolean summoned = new AtomicBoolean();

    /**
     * Without a task.
     *
     * @param threads begins each task on a thread that runs nothing else
     */
    Callbacks(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        summon();
    }

    private void summon() {
        if (!summoned.get() && summoned.compareAndSet(false, true)) {
            try {
                threads.execute(this::work);
            } catch (Throwable e) {
                summoned.set(false); // there is no thread to be had; the next one may try again
                throw e;
            }
        }
    }

    private void work() {
        // Before it looks: whoever adds something from now on that is not seen here summons another one.
        summoned.set(false);
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            try {
                if (!waiting.isEmpty()) {
                    summon();
                }
            } catch (Throwable e) {
                LOG.error("No other thread for the callbacks; this one goes on", e);
            }
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("A callback failed; the thread goes on", e);
            }
        }
    }
}
