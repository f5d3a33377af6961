package io.carillon.benchmarks.load;

import java.time.Duration;

/**
 * What one paired round has shown: the plain loop and Carillon by turns.
 *
 * @param plain of the plain loop
 * @param carillon of Carillon
 */
record Pair(Cost plain, Cost carillon) {
    /** Carillon's CPU time per frame over the plain loop's. */
    double ratio() {
        return carillon.cpuMicros() / plain.cpuMicros();
    }

    /**
     * Of one run, or of several.
     *
     * @param cpu the server's user and system time, of all its threads
     * @param compiling the part of it that the JVM's compilers have taken
     * @param run what the client has seen
     */
    record Cost(Duration cpu, Duration compiling, Run run) {
        static final Cost NONE = new Cost(Duration.ZERO, Duration.ZERO, Run.NONE);

        Cost plus(Cost other) {
            return new Cost(cpu.plus(other.cpu), compiling.plus(other.compiling), run.plus(other.run));
        }

        /** Of the server, per delivered frame, without what it compiles. */
        double cpuMicros() {
            return perFrame(cpu.minus(compiling));
        }

        /** What it compiles meanwhile, per delivered frame. */
        double compilingMicros() {
            return perFrame(compiling);
        }

        private double perFrame(Duration time) {
            return time.toNanos() / 1_000.0 / run.frames();
        }
    }
}
