package io.carillon.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/** Finds out when a process is as fast as it gets. */
public final class WarmUp {
    /** Of its CPU time, what it may still spend on compiling. */
    private static final int PERCENT = 3;
    /** For so many slices, one behind the other. */
    private static final int QUIET_SLICES = 3;

    private final Child child;
    private final Duration least;
    private Duration cpu;
    private Duration compiled;
    private int quiet;

    /**
     * From now on.
     *
     * @param leastMillis the CPU time that it needs in any case
     */
    public WarmUp(Child child, int leastMillis) throws IOException {
        this.child = child;
        this.cpu = child.cpu();
        this.compiled = child.compilers();
        this.least = cpu.plusMillis(leastMillis);
    }

    /** To be called after each slice. */
    public void look() throws IOException {
        Duration cpuNow = child.cpu();
        Duration compiledNow = child.compilers();
        Duration allowed = cpuNow.minus(cpu).multipliedBy(PERCENT).dividedBy(100);
        quiet = compiledNow.minus(compiled).compareTo(allowed) <= 0 ? quiet + 1 : 0;
        cpu = cpuNow;
        compiled = compiledNow;
    }

    public boolean isDone() {
        return cpu.compareTo(least) >= 0 && quiet >= QUIET_SLICES;
    }
}
