package io.carillon.benchmarks.load;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of a harness. All that is wrong with one is told at once. */
public final class HarnessCommand {
    private HarnessCommand() {}

    /** Reads a command line; or ends the process, since it has helped, or, with 2, since something is wrong. */
    public static void read(Object options, String... args) {
        CommandLine command = of(options);
        int exitCode = command.execute(args);
        if (exitCode != ExitCode.OK || command.isUsageHelpRequested()) {
            System.exit(exitCode);
        }
    }

    /**
     * Reads, and does nothing else.
     *
     * @param options fields with picocli's annotations, and {@link Within}; they hold the defaults
     */
    public static CommandLine of(Object options) {
        CommandLine command = new CommandLine(options)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(String.class, HarnessCommand::notEmpty);
        command.getCommandSpec().parser().collectErrors(true);
        return command.setExecutionStrategy(parsed -> {
            if (CommandLine.executeHelpRequest(parsed) != null) {
                return ExitCode.OK;
            }
            List<String> faults = faults(parsed).toList();
            faults.forEach(command.getErr()::println);
            return faults.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
        });
    }

    private static String notEmpty(String value) {
        if (value.isEmpty()) {
            throw new TypeConversionException("expected something but was ''");
        }
        return value;
    }

    private static Stream<String> faults(ParseResult parsed) {
        Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        parsed.commandSpec()
                .positionalParameters()
                .forEach(word -> word.completionCandidates().forEach(words::add));
        return Stream.of(
                        parsed.errors().stream()
                                .filter(error -> !(error instanceof UnmatchedArgumentException))
                                .map(Throwable::getMessage),
                        // After a word that it does not know, picocli calls every word unmatched.
                        parsed.unmatched().stream()
                                .filter(word -> !words.contains(word))
                                .map(word -> (word.startsWith("-")
                                        ? "Unknown option: '" + word + "'; --help names those there are"
                                        : "'" + word + "' is none of " + String.join(", ", words))),
                        parsed.commandSpec().options().stream().flatMap(HarnessCommand::outOfBounds))
                .flatMap(faults -> faults);
    }

    private static Stream<String> outOfBounds(OptionSpec option) {
        Within within = ((Field) option.userObject()).getAnnotation(Within.class);
        int least = within == null ? 1 : within.least();
        int most = within == null ? Integer.MAX_VALUE : within.most();
        Object value = option.getValue();
        Collection<?> values = value instanceof Collection<?> several ? several : List.of(value);
        return values.stream()
                .filter(one -> one instanceof Integer number && (number < least || number > most))
                .map(one -> "Invalid value for option '" + option.longestName() + "': expected a number from " + least
                        + (most == Integer.MAX_VALUE ? " on" : " to " + most) + " but was " + one);
    }
}
