package io.carillon.benchmarks.load;

import java.io.IOException;

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

    /** Has it collect what is young. */
    void collect() throws IOException {
        child.ask("collect");
    }

    long heap() throws IOException {
        return Long.parseLong(child.ask("heap"));
    }
}
