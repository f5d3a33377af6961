package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.Interval;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what was measured beside what we aim for, as Markdown. */
final class Table {
    private final PrintStream out;
    private final Shape shape;

    Table(PrintStream out, Shape shape) {
        this.out = out;
        this.shape = shape;
    }

    void head() {
        out.printf(
                "Java %s, %s, %d processors, instances with %s.%n",
                Runtime.version(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                String.join(" ", shape.jvmFlags()));
        out.printf(
                "%d paired rounds of 2 × %.1f s, %d to the same processes. Figures are medians; a ratio is Carillon's to the bare"
                        + " client's, with its 95 %% interval: Student's t on the logarithms of the rounds' ratios.%n%n",
                shape.forks * shape.rounds, shape.millis / 1e3, shape.rounds);
        out.println("| beside | | bare | Carillon | ratio | aim |");
        out.println("|---|---|---|---|---|---|");
    }

    void lines(Peer bare, Map<Figure, List<Pair>> rounds) {
        rounds.forEach((figure, pairs) -> line(bare, figure, pairs));
    }

    private void line(Peer bare, Figure figure, List<Pair> pairs) {
        Interval ratio = Interval.of(pairs.stream().map(Pair::ratio).toList());
        out.printf(
                Locale.ROOT,
                "| %s | %s | %,.1f | %,.1f | %.2f (%.2f–%.2f) | %s |%n",
                bare,
                figure.label(shape),
                median(pairs, Pair::bare),
                median(pairs, Pair::carillon),
                ratio.ratio(),
                ratio.low(),
                ratio.high(),
                figure.verdict(ratio.low(), ratio.high()));
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
