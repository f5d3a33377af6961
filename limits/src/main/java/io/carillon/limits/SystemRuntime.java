package io.carillon.limits;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real ones. The threads serve all limits of the process: daemons, and gone some seconds after the last one had something to do, so
 * that an application that is undeployed leaves none behind.
 */
final class SystemRuntime implements LimitsRuntime {
    private static final int MAX_THREADS = 16;
    private static final int IDLE_SECONDS = 5;
    private static final ScheduledThreadPoolExecutor TIMER = timer();
    private static final Executor POLICIES = executor("carillon-limits-policy-");
    private static final Executor CALLBACKS = executor("carillon-limits-");

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> scheduled = TIMER.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public Executor policies() {
        return POLICIES;
    }

    @Override
    public Executor callbacks() {
        return CALLBACKS;
    }

    @Override
    public String token() {
        byte[] chance = new byte[16];
        new SecureRandom().nextBytes(chance);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("carillon-limits-timer-"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        // A connection that goes before its time must not be kept by its timer.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static Executor executor(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
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
