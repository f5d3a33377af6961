package io.carillon.redis.core;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread, and its clock. The one of a backplane opens and closes links; messages do not pass through it. */
final class Control {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final ScheduledThreadPoolExecutor executor;

    Control(String name) {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** After the close it does nothing. */
    void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** What is returned takes it back. After the close it does nothing. */
    Runnable after(Duration delay, Runnable task) {
        try {
            var scheduled = executor.schedule(() -> guard(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("Nothing is begun after the close");
            return () -> {};
        }
    }

    void close() {
        executor.shutdown();
    }

    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("Unexpected, and the thread goes on", e);
        }
    }
}
