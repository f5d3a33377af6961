package io.carillon.benchmarks.load;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Puts servers under load, Carillon beside the plain loop on the same container, and prints what they have cost.
 *
 * <pre>
 * [container…]          tyrus, jetty, tomcat, undertow; all if none is named
 * --quick               rough, within two minutes
 * --forks=3 --rounds=3 --millis=1500 --warm-up-millis=5000 --members=1000 --idle=5000
 * --flag=-XX:…          one more JVM flag for the servers; may come more than once
 * </pre>
 */
final class LoadMain {
    private LoadMain() {}

    public static void main(String[] args) throws IOException {
        measure(LoadOptions.parse(args));
    }

    static void measure(LoadOptions options) throws IOException {
        Map<Container, Map<Integer, List<Pair>>> rounds = new EnumMap<>(Container.class);
        Map<Container, IdleHeap> heaps = new EnumMap<>(Container.class);
        for (Container container : options.containers()) {
            System.err.println("Measuring on " + container + " …");
            if (options.forks() > 0) {
                rounds.put(container, Rounds.measure(container, options));
            }
            if (options.idle() > 0) {
                heaps.put(container, IdleHeap.measure(container, options));
            }
        }
        LoadTable table = new LoadTable(System.out);
        table.head(options);
        if (!rounds.isEmpty()) {
            table.load(rounds);
        }
        if (!heaps.isEmpty()) {
            table.heap(heaps);
        }
    }
}
