package io.carillon.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/** Finds out when a process is as fast as it gets. */
public final class WarmUp {
    /** Of its CPU time, what it may still spend on settling. */
    private static final int PERCENT = 3;
    /** For so many slices, one behind the other. */
    private static final int QUIET_SLICES = 3;

    private final Child child;
    private final Duration least;
    private Duration cpu;
    private Duration settling;
    private int quiet;

    /**
     * From now on.
     *
     * @param leastMillis the CPU time that it needs in any case
     */
    public WarmUp(Child child, int leastMillis) throws IOException {
        this.child = child;
        this.cpu = child.cpu();
        this.settling = child.settling();
        this.least = cpu.plusMillis(leastMillis);
    }

    /** To be called after each slice. */
    public void look() throws IOException {
        Duration cpuNow = child.cpu();
        Duration settlingNow = child.settling();
        Duration allowed = cpuNow.minus(cpu).multipliedBy(PERCENT).dividedBy(100);
        quiet = settlingNow.minus(settling).compareTo(allowed) <= 0 ? quiet + 1 : 0;
        cpu = cpuNow;
        settling = settlingNow;
    }

    public boolean isDone() {
        return cpu.compareTo(least) >= 0 && quiet >= QUIET_SLICES;
    }
}
