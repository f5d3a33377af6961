package io.carillon.benchmarks.load;

import java.io.IOException;

/**
 * Puts servers under load, Carillon beside the plain loop on the same container, and prints what they have cost as it learns it.
 * Its command line is {@link LoadOptions}.
 */
final class LoadMain {
    private LoadMain() {}

    public static void main(String[] args) throws IOException {
        LoadOptions options = new LoadOptions(args);
        HarnessCommand.read(options, args);
        measure(options);
    }

    private static void measure(LoadOptions options) throws IOException {
        LoadTable table = new LoadTable(System.out);
        table.head(options);
        if (options.forks > 0) {
            table.loadHead();
            for (Container container : options.containers) {
                table.load(container, Rounds.measure(container, options));
            }
        }
        if (options.reconnect > 0) {
            table.returnsHead(options);
            for (Container container : options.containers) {
                table.returns(container, Returns.measure(container, options));
            }
        }
        if (options.idle > 0) {
            table.heapHead();
            for (Container container : options.containers) {
                table.heap(container, IdleHeap.measure(container, options));
            }
        }
    }
}
