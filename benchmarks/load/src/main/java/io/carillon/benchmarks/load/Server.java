package io.carillon.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/**
 * A {@link LoadServer} that runs.
 *
 * @param child its process
 * @param port where it listens
 */
record Server(Child child, String port) {
    /** Waits until so many connections are there and in their groups. */
    void awaitMembers(int count) throws IOException {
        child.ask("members " + count);
    }

    long heap() throws IOException {
        return Long.parseLong(child.ask("heap"));
    }

    /** CPU time of its JVM's compilers so far. */
    Duration compilers() throws IOException {
        return child.cpuOf("C1 Compiler", "C2 Compiler");
    }

    Duration cpu() {
        return child.cpu();
    }
}
