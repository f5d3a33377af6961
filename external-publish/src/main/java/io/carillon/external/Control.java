package io.carillon.external;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread on which subscriptions come and go, and its clock. Messages do not pass through it. */
final class Control {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final ScheduledThreadPoolExecutor executor;

    Control() {
        this(new ScheduledThreadPoolExecutor(1, Control::thread));
    }

    /** With one thread of somebody else's. */
    Control(ScheduledThreadPoolExecutor executor) {
        this.executor = executor;
        executor.setRemoveOnCancelPolicy(true);
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "carillon-external");
        thread.setDaemon(true);
        return thread;
    }

    /** Says whether it will be run; after the close nothing is. */
    boolean execute(Runnable task) {
        try {
            executor.execute(() -> guard(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** What is returned takes it back. After the close it does nothing. */
    Runnable after(Duration delay, Runnable task) {
        try {
            var scheduled = executor.schedule(() -> guard(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    /** What was to be run at once is run. */
    void close() {
        executor.shutdown();
    }

    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("unexpected, and the thread goes on", e);
        }
    }
}
