package io.carillon.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much is measured.
 *
 * @param containers on which containers
 * @param forks how many pairs of fresh servers
 * @param rounds how many paired rounds with each
 * @param millis how long one run takes
 * @param warmUpMillis how much CPU time each server gets to warm up
 * @param inFlight how many publishes are under way at a time, one run after the other
 * @param members how many are in the room
 * @param reconnect how many connections are cut and come back at once; 0 for none
 * @param idle how many connections are open for the heap; 0 for none
 * @param serverFlags the servers' JVM flags
 */
record LoadOptions(
        List<Container> containers,
        int forks,
        int rounds,
        int millis,
        int warmUpMillis,
        List<Integer> inFlight,
        int members,
        int reconnect,
        int idle,
        List<String> serverFlags) {
    /** Compilers that stay, so that what they take can be told from what a frame costs. */
    private static final List<String> FLAGS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");

    private static final List<Integer> IN_FLIGHT = List.of(1, 8);
    static final LoadOptions DEFAULT =
            new LoadOptions(List.of(), 3, 3, 1_500, 5_000, IN_FLIGHT, 1_000, 1_000, 5_000, FLAGS);
    private static final LoadOptions QUICK =
            new LoadOptions(List.of(), 1, 3, 500, 2_000, IN_FLIGHT, 1_000, 1_000, 2_000, FLAGS);

    /** Reads a command line. */
    static LoadOptions parse(String... args) {
        LoadOptions options = List.of(args).contains("--quick") ? QUICK : DEFAULT;
        List<Container> containers = new ArrayList<>();
        List<String> flags = new ArrayList<>(FLAGS);
        int forks = options.forks;
        int rounds = options.rounds;
        int millis = options.millis;
        int warmUpMillis = options.warmUpMillis;
        List<Integer> inFlight = options.inFlight;
        int members = options.members;
        int reconnect = options.reconnect;
        int idle = options.idle;
        for (String arg : args) {
            String name = arg.replaceFirst("=.*", "");
            String value = arg.substring(Math.min(arg.length(), name.length() + 1));
            switch (name) {
                case "--quick" -> {}
                case "--forks" -> forks = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--millis" -> millis = Integer.parseInt(value);
                case "--warm-up-millis" -> warmUpMillis = Integer.parseInt(value);
                case "--in-flight" ->
                    inFlight = Arrays.stream(value.split(",", -1))
                            .map(Integer::valueOf)
                            .toList();
                case "--members" -> members = Integer.parseInt(value);
                case "--reconnect" -> reconnect = Integer.parseInt(value);
                case "--idle" -> idle = Integer.parseInt(value);
                case "--flag" -> flags.add(value);
                default -> containers.add(Container.named(arg));
            }
        }
        return new LoadOptions(
                containers.isEmpty() ? List.of(Container.values()) : containers,
                forks,
                rounds,
                millis,
                warmUpMillis,
                inFlight,
                members,
                reconnect,
                idle,
                flags);
    }
}
