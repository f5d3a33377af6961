package io.carillon.redis.jedis;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who runs what blocks.
 *
 * @param executor runs each task at once
 * @param owned the same, if nobody else closes it
 */
record Threads(Executor executor, @Nullable ExecutorService owned) {

    static Threads of(@Nullable Executor given) {
        if (given != null) {
            return new Threads(given, null);
        }
        ExecutorService own = own();
        return new Threads(own, own);
    }

    void close() {
        if (owned != null) {
            owned.shutdown(); // the sockets are closed, which ends whoever waits for them
        }
    }

    /** A virtual thread per task where the JDK has them (21 and later), else a pool that grows while tasks block. */
    private static ExecutorService own() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return daemons();
        }
    }

    private static ExecutorService daemons() {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "carillon-jedis-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
