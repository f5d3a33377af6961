package io.carillon.local;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real threads, the real clock, real chance. All threads are daemons; all but virtual ones are named after what they do.
 * The callbacks outlive the close, because what was ended by it is still told there; their threads end when they are idle.
 */
final class SystemRuntime implements HubRuntime {
    private static final int TOKEN_BITS = 80;

    private final String name;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledThreadPoolExecutor timers;
    private final Executor callbacks;
    /** By how long they are, of which there are few. */
    private final Map<Duration, Deadlines> deadlines = new ConcurrentHashMap<>();

    private final List<ExecutorService> pools = new CopyOnWriteArrayList<>();

    SystemRuntime(String name) {
        this.name = name;
        timers = new ScheduledThreadPoolExecutor(1, threads("timer"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        callbacks = new Callbacks(newThreads());
    }

    @Override
    public Executor pool(String purpose, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, threads(purpose));
        pools.add(pool);
        return pool;
    }

    @Override
    public Executor callbacks() {
        return callbacks;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        try {
            Future<?> future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // closed: what had to end has been ended
        }
    }

    @Override
    public Timer timeout(Duration delay, Runnable task) {
        Deadlines equal = deadlines.get(delay);
        return (equal != null ? equal : deadlines.computeIfAbsent(delay, length -> new Deadlines(length, this)))
                .begin(task);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public String token() {
        return new BigInteger(TOKEN_BITS, random).toString(Character.MAX_RADIX);
    }

    @Override
    public void close() {
        timers.shutdown();
        pools.forEach(ExecutorService::shutdown);
    }

    /** A virtual thread per task where the JDK has them (21 and later), else a pool that grows while tasks block. */
    private Executor newThreads() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool(threads("callback"));
        }
    }

    private ThreadFactory threads(String purpose) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "carillon-" + name + "-" + purpose + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
