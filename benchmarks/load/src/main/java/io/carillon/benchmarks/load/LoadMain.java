package io.carillon.benchmarks.load;

import java.io.IOException;

/**
 * Puts servers under load, Carillon beside the plain loop on the same container, and prints what they have cost as it learns it.
 *
 * <pre>
 * [container…]          tyrus, jetty, tomcat, undertow; all if none is named
 * --quick               rough, within two minutes
 * --forks=3 --rounds=3 --millis=1500 --warm-up-millis=5000 --in-flight=1,8 --members=1000 --reconnect=1000 --idle=5000
 * --flag=-XX:…          one more JVM flag for the servers; may come more than once
 * </pre>
 */
final class LoadMain {
    private LoadMain() {}

    public static void main(String[] args) throws IOException {
        measure(LoadOptions.parse(args));
    }

    private static void measure(LoadOptions options) throws IOException {
        LoadTable table = new LoadTable(System.out);
        table.head(options);
        if (options.forks() > 0) {
            table.loadHead();
            for (Container container : options.containers()) {
                table.load(container, Rounds.measure(container, options));
            }
        }
        if (options.reconnect() > 0) {
            table.returnsHead(options);
            for (Container container : options.containers()) {
                table.returns(container, Returns.measure(container, options));
            }
        }
        if (options.idle() > 0) {
            table.heapHead();
            for (Container container : options.containers()) {
                table.heap(container, IdleHeap.measure(container, options));
            }
        }
    }
}
