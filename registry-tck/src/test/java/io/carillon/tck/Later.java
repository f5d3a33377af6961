package io.carillon.tck;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Things that flawed code does later than it says. */
final class Later {
    /** Twenty milliseconds behind its time, in order. */
    static final Executor LATE;

    /** Several threads, where one is due. */
    static final Executor MANY = Executors.newFixedThreadPool(4, Later::daemon);

    static {
        var timer = Executors.newSingleThreadScheduledExecutor(Later::daemon);
        LATE = task -> timer.schedule(task, 20, TimeUnit.MILLISECONDS);
    }

    private Later() {}

    /** What a call gives that is only made later. */
    static <T> CompletionStage<T> call(Supplier<CompletionStage<T>> call) {
        return CompletableFuture.runAsync(() -> {}, LATE).thenCompose(done -> call.get());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "later");
        thread.setDaemon(true);
        return thread;
    }
}
