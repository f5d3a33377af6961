package io.carillon.benchmarks.load;

import io.carillon.benchmarks.load.LoadServer.Variant;
import java.io.IOException;

/**
 * What one idle connection that is in one group holds of the server's heap, in bytes.
 *
 * @param bare with an endpoint that does nothing
 * @param carillon with Carillon, the in-memory backplane's part included
 */
record IdleHeap(double bare, double carillon) {
    private static final int GROUP_SIZE = 100;

    static IdleHeap measure(Container container, LoadOptions options) throws IOException {
        return new IdleHeap(measure(container, Variant.BARE, options), measure(container, Variant.CARILLON, options));
    }

    double added() {
        return carillon - bare;
    }

    private static double measure(Container container, Variant variant, LoadOptions options) throws IOException {
        try (Children children = new Children()) {
            Server server = children.server(container, variant, options.jvmFlags());
            Child client = children.client();
            // What the first connections load and build is not theirs.
            open(GROUP_SIZE, server, client);
            long before = server.heap();
            open(options.idle, server, client);
            return (double) (server.heap() - before) / options.idle;
        }
    }

    private static void open(int count, Server server, Child client) throws IOException {
        client.ask("connect " + server.port() + " " + count + " " + GROUP_SIZE);
        server.awaitMembers(count);
    }
}
