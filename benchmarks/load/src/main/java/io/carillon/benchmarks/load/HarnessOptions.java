package io.carillon.benchmarks.load;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What the command lines of the harnesses have in common. */
public abstract class HarnessOptions {
    private final List<String> firstFlags;

    @Option(names = "--quick", arity = "0", description = "roughly, and sooner: with other defaults")
    boolean quick;

    @Option(names = "--flag", description = "one more JVM flag for what is measured; may come more than once")
    List<String> flags = List.of();

    @Option(names = "--help", usageHelp = true, description = "print this")
    boolean help;

    /**
     * Those of a command line that is still to be read.
     *
     * @param firstFlags the JVM flags that always come first
     * @param args the line: the defaults differ by what is in it
     */
    protected HarnessOptions(List<String> firstFlags, String... args) {
        this.firstFlags = firstFlags;
        this.quick = List.of(args).contains("--quick");
    }

    /** Whether the defaults are those for a rough and quick answer. */
    protected final boolean isQuick() {
        return quick;
    }

    /** The JVM flags of what is measured. */
    public final List<String> jvmFlags() {
        return Stream.concat(firstFlags.stream(), flags.stream()).toList();
    }
}
