package io.carillon.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/** Finds out when a server is as fast as it gets. */
final class WarmUp {
    /** Of its CPU time, what it may still spend on compiling. */
    private static final int PERCENT = 3;
    /** For so many slices, one behind the other. */
    private static final int QUIET_SLICES = 3;

    private final Server server;
    private final Duration least;
    private Duration cpu = Duration.ZERO;
    private Duration compiled = Duration.ZERO;
    private int quiet;

    WarmUp(Server server, int leastMillis) {
        this.server = server;
        this.least = Duration.ofMillis(leastMillis);
    }

    /** To be called after each slice. */
    void look() throws IOException {
        Duration cpuNow = server.cpu();
        Duration compiledNow = server.compilers();
        Duration allowed = cpuNow.minus(cpu).multipliedBy(PERCENT).dividedBy(100);
        quiet = compiledNow.minus(compiled).compareTo(allowed) <= 0 ? quiet + 1 : 0;
        cpu = cpuNow;
        compiled = compiledNow;
    }

    boolean isDone() {
        return cpu.compareTo(least) >= 0 && quiet >= QUIET_SLICES;
    }
}
