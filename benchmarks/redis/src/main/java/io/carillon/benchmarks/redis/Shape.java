package io.carillon.benchmarks.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much is measured.
 *
 * @param kinds what
 * @param bare beside what
 * @param forks how many times with fresh processes
 * @param rounds how many paired rounds with each
 * @param millis how long each of the two runs in a round
 * @param warmUpMillis the CPU time that each process gets before, at least
 * @param perSecond messages in a second, for the latency
 * @param threads how many publish to nobody
 * @param receivers how many get each message
 * @param inFlight how much is on its way at a time, of each thread
 * @param flags the processes' JVM flags
 */
record Shape(
        List<Kind> kinds,
        List<Peer> bare,
        int forks,
        int rounds,
        int millis,
        int warmUpMillis,
        int perSecond,
        int threads,
        int receivers,
        int inFlight,
        List<String> flags) {
    /** Compilers that stay, so that what they take can be told. */
    private static final List<String> FLAGS =
            List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");

    private static final Shape DEFAULT = new Shape(List.of(), List.of(), 3, 4, 3_000, 4_000, 1_000, 4, 100, 256, FLAGS);
    private static final Shape QUICK = new Shape(List.of(), List.of(), 1, 3, 1_200, 2_000, 1_000, 4, 100, 256, FLAGS);

    /** Reads a command line. */
    static Shape parse(String... args) {
        Shape shape = List.of(args).contains("--quick") ? QUICK : DEFAULT;
        List<Kind> kinds = new ArrayList<>();
        List<Peer> bare = new ArrayList<>();
        List<String> flags = new ArrayList<>(FLAGS);
        int forks = shape.forks;
        int rounds = shape.rounds;
        int millis = shape.millis;
        int warmUpMillis = shape.warmUpMillis;
        int receivers = shape.receivers;
        int threads = shape.threads;
        int inFlight = shape.inFlight;
        for (String arg : args) {
            String name = arg.replaceFirst("=.*", "");
            String value = arg.substring(Math.min(arg.length(), name.length() + 1));
            switch (name) {
                case "--quick" -> {}
                case "--forks" -> forks = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--millis" -> millis = Integer.parseInt(value);
                case "--warm-up-millis" -> warmUpMillis = Integer.parseInt(value);
                case "--receivers" -> receivers = Integer.parseInt(value);
                case "--threads" -> threads = Integer.parseInt(value);
                case "--in-flight" -> inFlight = Integer.parseInt(value);
                case "--beside" -> bare.add(Peer.bare(value));
                case "--flag" -> flags.add(value);
                default -> kinds.add(Kind.named(arg));
            }
        }
        return new Shape(
                kinds.isEmpty() ? List.of(Kind.values()) : List.copyOf(kinds),
                bare.isEmpty()
                        ? Arrays.stream(Peer.values()).filter(Peer::isBare).toList()
                        : List.copyOf(bare),
                forks,
                rounds,
                millis,
                warmUpMillis,
                shape.perSecond,
                threads,
                receivers,
                inFlight,
                List.copyOf(flags));
    }
}
