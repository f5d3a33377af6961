package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One thread, and a clock that moves when it is told to: what would run elsewhere runs when the test says so. */
final class ManualRuntime implements HubRuntime {
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong((Waiting w) -> w.at).thenComparingLong(w -> w.number));
    private long now;
    private long count;
    boolean closed;

    @Override
    public Executor pool(String name, int threads) {
        return ready::add;
    }

    @Override
    public Executor callbacks() {
        return ready::add;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Waiting timer = new Waiting(now + delay.toNanos(), ++count, task);
        waiting.add(timer);
        return () -> waiting.remove(timer);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public String token() {
        return Long.toString(++count);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What a stage has come to, now that everything has run that can. */
    <T> T done(CompletionStage<T> stage) {
        run();
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    /** What a stage has failed with, now that everything has run that can. */
    Throwable error(CompletionStage<?> stage) {
        run();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }

    /** Runs everything that can run now. */
    void run() {
        for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
            next.run();
        }
    }

    /** Lets time pass, and runs what comes due, in its order. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        run();
        while (!waiting.isEmpty() && waiting.peek().at <= end) {
            Waiting next = waiting.remove();
            now = Math.max(now, next.at);
            next.task.run();
            run();
        }
        now = end;
    }

    /** Lets time pass in which nothing runs; what comes due runs late. */
    void stall(Duration time) {
        now += time.toNanos();
    }

    int timers() {
        return waiting.size();
    }

    private record Waiting(long at, long number, Runnable task) {}
}
