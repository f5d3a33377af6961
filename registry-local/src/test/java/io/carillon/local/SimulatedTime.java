package io.carillon.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The time of a whole cluster, and who runs next: one thread, and everything else from a seed. */
final class SimulatedTime {
    private static final int ENDLESS = 1_000_000;

    private final Random random;
    private final List<SimulatedRuntime> runtimes = new ArrayList<>();
    private final List<SimulatedRuntime.Strand> ready = new ArrayList<>();
    private long now;
    private int tokens;

    SimulatedTime(long seed) {
        this.random = new Random(seed);
    }

    SimulatedRuntime runtime(String name) {
        SimulatedRuntime runtime = new SimulatedRuntime(this, name, random.nextLong());
        runtimes.add(runtime);
        return runtime;
    }

    long now() {
        return now;
    }

    String token() {
        return Integer.toString(++tokens);
    }

    void forget(SimulatedRuntime runtime) {
        runtimes.remove(runtime);
    }

    /** Runs everything that can run now. */
    void run() {
        runSome(ENDLESS);
        if (runOne()) {
            throw new AssertionError("it never comes to rest");
        }
    }

    /** Runs some of what can run now; the rest waits. */
    void runSome(int tasks) {
        for (int i = 0; i < tasks && runOne(); i++) {}
    }

    /** Lets time pass, and runs what comes due. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        run();
        for (long next = nextTimer(); next <= end; next = nextTimer()) {
            now = Math.max(now, next);
            run();
        }
        now = end;
    }

    private long nextTimer() {
        long next = Long.MAX_VALUE;
        for (SimulatedRuntime runtime : runtimes) {
            next = Math.min(next, runtime.nextTimer());
        }
        return next;
    }

    private boolean runOne() {
        ready.clear();
        for (SimulatedRuntime runtime : runtimes) {
            runtime.collectReady(ready);
        }
        if (ready.isEmpty()) {
            return false;
        }
        ready.get(random.nextInt(ready.size())).runOne();
        return true;
    }
}
