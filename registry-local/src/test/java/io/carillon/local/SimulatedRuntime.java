package io.carillon.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;

/** One process of a {@link SimulatedTime}. It can be stopped, go on, and be killed. */
final class SimulatedRuntime implements HubRuntime {
    private final SimulatedTime time;
    private final Random random;
    private final String name;
    private final List<Strand> strands = new ArrayList<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong((Waiting w) -> w.at).thenComparingLong(w -> w.number));
    private final Strand timers = new Strand(false);
    private final Strand callbacks = new Strand(true);
    /** How far its clock is behind that of the world. */
    private long behind;

    private long pausedAt;
    private long resumedAt = Long.MIN_VALUE;
    private long count;
    private int queued;
    private boolean paused;
    private boolean dead;

    SimulatedRuntime(SimulatedTime time, String name, long seed) {
        this.time = time;
        this.name = name;
        this.random = new Random(seed);
        strands.add(timers);
        strands.add(callbacks);
    }

    @Override
    public Executor pool(String strandName, int threads) {
        Strand strand = new Strand(threads > 1);
        strands.add(strand);
        return strand;
    }

    @Override
    public Executor callbacks() {
        return callbacks;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Waiting timer = new Waiting(nanoTime() + delay.toNanos(), ++count, task);
        if (!dead) {
            waiting.add(timer);
        }
        return () -> {
            timer.cancelled = true;
            waiting.remove(timer);
        };
    }

    @Override
    public long nanoTime() {
        return time.now() - behind;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public String token() {
        return time.token();
    }

    @Override
    public void close() {}

    boolean isPaused() {
        return paused;
    }

    boolean isDead() {
        return dead;
    }

    void pause() {
        paused = true;
        pausedAt = time.now();
    }

    /** Goes on: its clock has gone on meanwhile, as after SIGSTOP, or has stood still, as that of a suspended machine. */
    void resume(boolean clockStoodStill) {
        if (paused && clockStoodStill) {
            behind += time.now() - pausedAt;
        }
        paused = false;
        resumedAt = nanoTime();
    }

    boolean wasPausedSince(long nanos) {
        return resumedAt >= nanos;
    }

    void kill() {
        dead = true;
        strands.forEach(strand -> strand.tasks.clear());
        queued = 0;
        waiting.clear();
        time.forget(this);
    }

    /** When its next timer comes due, by the clock of the world. */
    long nextTimer() {
        Waiting next = waiting.peek();
        return paused || next == null ? Long.MAX_VALUE : next.at + behind;
    }

    void collectReady(List<Strand> ready) {
        if (paused) {
            return;
        }
        while (nextTimer() <= time.now()) {
            timers.execute(waiting.remove());
        }
        if (queued == 0) {
            return;
        }
        for (Strand strand : strands) {
            if (!strand.tasks.isEmpty()) {
                ready.add(strand);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Tasks one by one: in their order, or, where nothing is promised, in any. */
    final class Strand implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final boolean anyOrder;

        Strand(boolean anyOrder) {
            this.anyOrder = anyOrder;
        }

        @Override
        public void execute(Runnable task) {
            if (!dead) {
                tasks.add(task);
                queued++;
            }
        }

        void runOne() {
            if (anyOrder) {
                for (int i = random.nextInt(tasks.size()); i > 0; i--) {
                    tasks.add(tasks.remove());
                }
            }
            queued--;
            tasks.remove().run();
        }
    }

    private static final class Waiting implements Runnable {
        private final long at;
        private final long number;
        private final Runnable task;
        private boolean cancelled;

        Waiting(long at, long number, Runnable task) {
            this.at = at;
            this.number = number;
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
