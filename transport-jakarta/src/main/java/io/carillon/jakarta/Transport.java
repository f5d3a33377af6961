package io.carillon.jakarta;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What the connections of one endpoint share.
 *
 * @param options their limits
 * @param nanoTime the clock, as {@link System#nanoTime()}
 * @param closing runs what may block: the container's close, and the application's {@code closed}
 * @param sweep looks after send timeouts
 */
record Transport(TransportOptions options, LongSupplier nanoTime, Executor closing, Sweep sweep) {

    static Transport of(TransportOptions options) {
        return new Transport(options, System::nanoTime, Threads.CLOSING, Threads.SWEEP);
    }

    /**
     * The threads of all transports in the process: daemons, and gone some seconds after the last connection, so that an
     * application that is undeployed leaves no thread behind.
     */
    static final class Threads {
        /** Some containers block for 20 s in the close of a client that does not read, so one thread would not do. */
        private static final int MAX_CLOSING = 16;

        private static final long IDLE_SECONDS = 5;

        static final Executor CLOSING = closing();
        static final Sweep SWEEP = sweep();

        private Threads() {}

        private static Executor closing() {
            ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    MAX_CLOSING,
                    MAX_CLOSING,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    named("carillon-close-"));
            executor.allowCoreThreadTimeOut(true);
            return executor;
        }

        private static Sweep sweep() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named("carillon-sweep-"));
            executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            return new Sweep(executor, System::nanoTime);
        }

        private static ThreadFactory named(String prefix) {
            AtomicInteger last = new AtomicInteger();
            return task -> {
                Thread thread = new Thread(task, prefix + last.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
