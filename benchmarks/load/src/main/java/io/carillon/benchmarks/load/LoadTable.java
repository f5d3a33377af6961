package io.carillon.benchmarks.load;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Prints what was measured beside what we aim for, as Markdown. */
final class LoadTable {
    private static final double MAX_RATIO = 1.15;
    private static final int ROUNDS_THAT_DECIDE = 9;
    private static final double MAX_HEAP = 1_024;

    private final PrintStream out;

    LoadTable(PrintStream out) {
        this.out = out;
    }

    void head(LoadOptions options) {
        out.printf(
                "Java %s, %s, %d processors, servers with %s.%n",
                Runtime.version(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                String.join(" ", options.jvmFlags()));
        out.printf(
                "A room of %,d, %d paired rounds of %.1f s for each line, %d to a pair of servers.%n",
                options.members, options.forks * options.rounds, options.millis / 1e3, options.rounds);
        out.println("In brackets the 95 % interval: Student's t on the logarithms of the rounds' ratios.");
    }

    void loadHead() {
        out.println();
        out.println(
                "| container | in flight | plain loop, µs CPU per frame | Carillon, µs | ratio | aim"
                        + " | compilers beside, µs, plain / Carillon | frames/s, plain / Carillon | p50 / p99 µs, plain | p50 / p99 µs, Carillon |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
    }

    void load(Container container, Map<Integer, List<Pair>> byInFlight) {
        byInFlight.forEach((inFlight, pairs) -> line(container, inFlight, pairs));
    }

    private void line(Container container, int inFlight, List<Pair> pairs) {
        Interval ratio = Interval.of(pairs.stream().map(Pair::ratio).toList());
        String aim =
                inFlight == 1 && pairs.size() >= ROUNDS_THAT_DECIDE ? verdict("%.2f", ratio.high(), MAX_RATIO) : "";
        out.printf(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.2f (%.2f–%.2f) | %s | %.2f / %.2f | %,.0f / %,.0f | %s | %s |%n",
                container,
                inFlight,
                median(pairs, pair -> pair.plain().cpuMicros()),
                median(pairs, pair -> pair.carillon().cpuMicros()),
                ratio.ratio(),
                ratio.low(),
                ratio.high(),
                aim,
                mean(pairs, pair -> pair.plain().compilingMicros()),
                mean(pairs, pair -> pair.carillon().compilingMicros()),
                median(pairs, pair -> pair.plain().run().perSecond()),
                median(pairs, pair -> pair.carillon().run().perSecond()),
                latency(pairs, pair -> pair.plain().run()),
                latency(pairs, pair -> pair.carillon().run()));
    }

    void returnsHead(LoadOptions options) {
        out.println();
        out.printf(
                "%,d connections with Carillon, cut at once and back at once, %d times.%n",
                options.reconnect, options.rounds);
        out.println(
                "| container | accepted | 503 | other errors | accepted handshakes, p50 / p99 ms | all back within, ms |");
        out.println("|---|---|---|---|---|---|");
    }

    /** An error would have ended the measurement. */
    void returns(Container container, Returns returns) {
        double millis = TimeUnit.MILLISECONDS.toNanos(1);
        out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d | none | %,.0f / %,.0f | %,.0f |%n",
                container,
                returns.accepted(),
                returns.refused(),
                returns.p50() / millis,
                returns.p99() / millis,
                returns.longest() / millis);
    }

    void heapHead() {
        out.println();
        out.println("| container | bare, bytes per idle connection | with Carillon | Carillon's own | aim |");
        out.println("|---|---|---|---|---|");
    }

    void heap(Container container, IdleHeap heap) {
        out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %,.0f | %s |%n",
                container,
                heap.bare(),
                heap.carillon(),
                heap.added(),
                verdict("%,.0f", heap.added(), MAX_HEAP));
    }

    private static String verdict(String format, double value, double limit) {
        return "≤ " + String.format(Locale.ROOT, format, limit) + (value <= limit ? ": ok" : ": MISSED");
    }

    private static String latency(List<Pair> pairs, Function<Pair, Run> whose) {
        double nanos = TimeUnit.MICROSECONDS.toNanos(1);
        return String.format(
                Locale.ROOT,
                "%,.0f / %,.0f",
                median(pairs, pair -> whose.apply(pair).p50() / nanos),
                median(pairs, pair -> whose.apply(pair).p99() / nanos));
    }

    private static double mean(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return pairs.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
