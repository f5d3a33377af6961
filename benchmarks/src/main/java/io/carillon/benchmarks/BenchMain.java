package io.carillon.benchmarks;

import io.carillon.benchmarks.heap.IdleConnections;
import java.util.Arrays;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks, and sets what they have found beside what we aim for.
 *
 * <pre>
 * (nothing)              everything
 * heap                   what an idle connection holds in memory
 * jmh [options]          JMH's own command line, without our table
 * PATTERN [options]      the JMH benchmarks whose names match; options are JMH's: -f 1, -wi 3, -i 5, …
 * </pre>
 */
final class BenchMain {
    private static final int CONNECTIONS = 100_000;

    private BenchMain() {}

    public static void main(String[] args) throws Exception {
        String first = args.length == 0 ? "" : args[0];
        Figures figures = new Figures();
        if (first.equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        if (!first.equals("heap")) {
            try {
                figures.add(run(args));
            } catch (RunnerException | CommandLineOptionException e) {
                String why = e instanceof NoBenchmarksException ? "no benchmark has a name like that" : e.getMessage();
                System.err.println(
                        "bin/bench: " + why + "; JMH's options: bin/bench jmh -h, its benchmarks: bin/bench jmh -l");
                System.exit(2);
            }
        }
        if (first.isEmpty() || first.equals("heap")) {
            figures.add("with a user of its own", IdleConnections.measure(CONNECTIONS, true));
            figures.add("anonymous", IdleConnections.measure(CONNECTIONS, false));
        }
        figures.print(System.out);
    }

    private static Collection<RunResult> run(String[] args) throws RunnerException, CommandLineOptionException {
        return new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
