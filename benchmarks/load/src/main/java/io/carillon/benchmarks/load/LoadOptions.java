package io.carillon.benchmarks.load;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How much is measured. */
@Command(name = "bin/bench load", abbreviateSynopsis = true, showDefaultValues = true, sortOptions = false)
final class LoadOptions extends HarnessOptions {
    /** Memory that has been touched, and compilers that stay: what these cost at first is no cost of a frame. */
    private static final List<String> FLAGS = List.of(
            "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");

    @Parameters(paramLabel = "container", description = "on which containers: ${COMPLETION-CANDIDATES}")
    List<Container> containers = List.of(Container.values());

    @Within(least = 0)
    @Option(names = "--forks", description = "how many pairs of fresh servers; 0: leave the room out")
    int forks;

    @Option(names = "--rounds", description = "how many paired rounds with each, and how often connections come back")
    int rounds = 3;

    @Within(least = Rounds.SLICES)
    @Option(names = "--millis", description = "how long one run takes")
    int millis;

    @Within(least = 0)
    @Option(names = "--warm-up-millis", description = "how much CPU time each server gets to warm up, at least")
    int warmUpMillis;

    @Within(least = 1, most = ClientRoom.MAX_IN_FLIGHT)
    @Option(
            names = "--in-flight",
            split = ",",
            description = "how many publishes are under way, one run after the other")
    List<Integer> inFlight = List.of(1, 8);

    @Option(names = "--members", description = "how many are in the room")
    int members = 1_000;

    @Within(least = 0)
    @Option(names = "--reconnect", description = "how many connections are cut and come back at once; 0: leave it out")
    int reconnect = 1_000;

    @Within(least = 0)
    @Option(names = "--idle", description = "how many connections are open for the heap; 0: leave it out")
    int idle;

    /** The defaults. */
    LoadOptions(String... args) {
        super(FLAGS, args);
        forks = isQuick() ? 1 : 3;
        millis = isQuick() ? 500 : 1_500;
        warmUpMillis = isQuick() ? 2_000 : 5_000;
        idle = isQuick() ? 2_000 : 5_000;
    }
}
