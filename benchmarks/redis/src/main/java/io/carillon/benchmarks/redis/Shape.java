package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.HarnessOptions;
import io.carillon.benchmarks.load.Within;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How much is measured. */
@Command(name = "bin/bench redis", abbreviateSynopsis = true, showDefaultValues = true, sortOptions = false)
final class Shape extends HarnessOptions {
    /** Messages in a second, for the latency. */
    static final int PER_SECOND = 1_000;

    /** Compilers that stay, so that what they take can be told. */
    private static final List<String> FLAGS =
            List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");

    @Parameters(paramLabel = "kind", description = "what: ${COMPLETION-CANDIDATES}")
    List<Kind> kinds = List.of(Kind.values());

    @Option(
            names = "--beside",
            converter = Peer.Bare.class,
            description = "beside which client: lettuce, or jedis, which is there for the latency only")
    List<Peer> bare = List.of(Peer.LETTUCE, Peer.JEDIS);

    @Option(names = "--forks", description = "how many times with fresh processes")
    int forks;

    @Option(names = "--rounds", description = "how many paired rounds with each")
    int rounds;

    @Within(least = Rounds.TURNS)
    @Option(names = "--millis", description = "how long each of the two runs in a round")
    int millis;

    @Within(least = 0)
    @Option(names = "--warm-up-millis", description = "the CPU time that each process gets before, at least; 0: none")
    int warmUpMillis;

    @Option(names = "--threads", description = "how many publish to nobody")
    int threads = 4;

    @Option(names = "--receivers", description = "how many get each message")
    int receivers = 100;

    @Option(names = "--in-flight", description = "how much is on its way at a time, of each thread")
    int inFlight = 256;

    /** The defaults. */
    Shape(String... args) {
        super(FLAGS, args);
        forks = isQuick() ? 1 : 3;
        rounds = isQuick() ? 3 : 4;
        millis = isQuick() ? 1_200 : 3_000;
        warmUpMillis = isQuick() ? 2_000 : 4_000;
    }
}
