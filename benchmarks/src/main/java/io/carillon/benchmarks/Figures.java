package io.carillon.benchmarks;

import io.carillon.benchmarks.heap.IdleConnections;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** A table of what was measured, beside what we aim for. */
final class Figures {
    private static final String ROW = "%-52s %14s  %-12s %-14s %s%n";
    private static final double MAX_NANOS_ABOVE_BARE_LOOP = 60;
    private static final double MAX_BYTES_PER_MEMBER = 1;
    private static final double MIN_JOINS_AND_LEAVES = 1_000_000;
    private static final double MAX_HEAP = 500;

    private final List<Row> rows = new ArrayList<>();

    void add(Collection<RunResult> results) {
        Optional<RunResult> bare = find(results, "bareLoop");
        find(results, "throughTheHub").ifPresent(hub -> {
            bare.ifPresent(loop -> {
                rows.add(new Row("fan-out, a member: a bare loop", score(loop), "ns ± " + error(loop)));
                double above = score(hub) - score(loop);
                rows.add(new Row("fan-out, a member: the hub, above the bare loop", above, "ns ± " + error(hub))
                        .atMost(MAX_NANOS_ABOVE_BARE_LOOP));
            });
            rows.add(new Row("fan-out, a member: allocated", bytes(hub), "bytes").atMost(MAX_BYTES_PER_MEMBER));
        });
        for (RunResult result : results) {
            if (result.getPrimaryResult().getLabel().equals("joinAndLeave")) {
                addJoinAndLeave(result);
            } else if (result.getPrimaryResult().getLabel().equals("sendToOneMember")) {
                rows.add(new Row("send to a group with one member", score(result), "/s ± " + error(result)));
                rows.add(new Row("send to a group with one member: allocated", bytes(result), "bytes"));
            }
        }
    }

    private void addJoinAndLeave(RunResult result) {
        String how = result.getParams().getParam("listening").equals("true") ? ", with a listener" : "";
        rows.add(new Row("joins and leaves, each counted" + how, score(result), "/s ± " + error(result))
                .atLeast(MIN_JOINS_AND_LEAVES));
        rows.add(new Row("join + leave, as pairs" + how, score(result) / 2, "/s"));
        rows.add(new Row("a join or a leave: allocated" + how, bytes(result), "bytes"));
    }

    void add(String whose, IdleConnections.Cost cost) {
        rows.add(new Row("idle in one group, " + whose + ": hub", cost.hub(), "bytes").atMost(MAX_HEAP));
        rows.add(new Row("  the same: in-memory backplane", cost.backplane(), "bytes"));
    }

    void print(PrintStream out) {
        out.printf(
                "%nJava %s, %s, %d processors%n%n",
                Runtime.version(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        rows.forEach(row -> row.print(out));
    }

    private static Optional<RunResult> find(Collection<RunResult> results, String label) {
        return results.stream()
                .filter(result -> result.getPrimaryResult().getLabel().equals(label))
                .findAny();
    }

    private static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static String error(RunResult result) {
        return number(result.getPrimaryResult().getScoreError());
    }

    private static double bytes(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return allocated == null ? Double.NaN : allocated.getScore();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 1_000 ? "%,.2f" : "%,.0f", value);
    }

    /** One figure, and what we aim for, if anything. */
    private record Row(String what, double value, String unit, String aim, String verdict) {
        Row(String what, double value, String unit) {
            this(what, value, unit, "", "");
        }

        Row atMost(double limit) {
            return new Row(what, value, unit, "at most " + number(limit), value <= limit ? "ok" : "MISSED");
        }

        Row atLeast(double limit) {
            return new Row(what, value, unit, "at least " + number(limit), value >= limit ? "ok" : "MISSED");
        }

        void print(PrintStream out) {
            out.printf(Locale.ROOT, ROW, what, number(value), unit, aim, verdict);
        }
    }
}
