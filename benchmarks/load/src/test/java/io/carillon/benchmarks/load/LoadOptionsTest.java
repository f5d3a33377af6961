package io.carillon.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LoadOptionsTest {
    private final StringWriter told = new StringWriter();

    static LoadOptions read(String... args) {
        LoadOptions options = new LoadOptions(args);
        assertThat(HarnessCommand.of(options).execute(args)).isEqualTo(CommandLine.ExitCode.OK);
        return options;
    }

    private int execute(String... args) {
        PrintWriter writer = new PrintWriter(told);
        return HarnessCommand.of(new LoadOptions(args))
                .setErr(writer)
                .setOut(writer)
                .execute(args);
    }

    @Test
    void whoeverAsksForNothingGetsEveryContainerAndTheDefaults() {
        LoadOptions options = read();
        assertThat(options.containers).containsExactly(Container.values());
        assertThat(List.of(options.forks, options.rounds, options.millis, options.warmUpMillis, options.idle))
                .containsExactly(3, 3, 1_500, 5_000, 5_000);
        assertThat(options.inFlight).containsExactly(1, 8);
    }

    @Test
    void quicklyIsWithOtherDefaults() {
        LoadOptions options = read("--quick");
        assertThat(List.of(options.forks, options.rounds, options.millis, options.warmUpMillis, options.idle))
                .containsExactly(1, 3, 500, 2_000, 2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--forks=7 --quick", "--quick --forks=7"})
    void whatIsAskedForWinsOverWhatIsQuick(String line) {
        LoadOptions options = read(line.split(" ", -1));
        assertThat(options.forks).isEqualTo(7);
        assertThat(options.millis).isEqualTo(500);
    }

    @Test
    void containersAreTakenInTheirOrderAndFlagsAfterOurs() {
        LoadOptions options =
                read("Tomcat", "--flag=-XX:-UseG1GC", "jetty", "--flag=-XX:+UseParallelGC", "--in-flight=4,16,64");
        assertThat(options.containers).containsExactly(Container.TOMCAT, Container.JETTY);
        assertThat(options.inFlight).containsExactly(4, 16, 64);
        assertThat(options.jvmFlags())
                .startsWith("-Xms1g", "-Xmx1g")
                .endsWith("-XX:-UseG1GC", "-XX:+UseParallelGC")
                .hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jetty,tomcat          | 'jetty,tomcat' is none of jetty, tomcat, tyrus, undertow",
                "--frks=3              | Unknown option: '--frks=3'",
                "--forks=x             | option '--forks': 'x' is not an int",
                "--forks=              | option '--forks': '' is not an int",
                "--forks               | Missing required parameter for option '--forks'",
                "--forks=-1            | option '--forks': expected a number from 0 on but was -1",
                "--rounds=0            | option '--rounds': expected a number from 1 on but was 0",
                "--millis=5            | option '--millis': expected a number from 6 on but was 5",
                "--warm-up-millis=-1   | option '--warm-up-millis': expected a number from 0",
                "--in-flight=          | option '--in-flight' (<inFlight>): '' is not an int",
                "--in-flight=1,65      | option '--in-flight': expected a number from 1 to 64 but was 65",
                "--members=0           | option '--members': expected a number from 1 on but was 0",
                "--reconnect=-1        | option '--reconnect': expected a number from 0",
                "--idle=-1             | option '--idle': expected a number from 0",
                "--flag=               | option '--flag' (<flags>): expected something but was ''",
                "--quick=no            | option '--quick' should be specified without 'no' parameter",
            })
    void whatCannotBeIsToldAndRefused(String argument, String fault) {
        assertThat(execute(argument)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString().lines()).singleElement().asString().contains(fault);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(execute("--rounds=0", "nonsense", "--forks=x", "tyrus", "--frks=3", "more", "--in-flight=0,65"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("'nonsense' is none of"),
                        line -> assertThat(line).contains("'more' is none of"),
                        line -> assertThat(line).contains("--forks", "'x'"),
                        line -> assertThat(line).contains("'--frks=3'"),
                        line -> assertThat(line).contains("--rounds", "but was 0"),
                        line -> assertThat(line).contains("--in-flight", "but was 0"),
                        line -> assertThat(line).contains("--in-flight", "but was 65"));
    }

    @Test
    void helpNamesTheOptionsAndTheirDefaults() {
        assertThat(execute("--help")).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(told.toString())
                .contains("bin/bench load", "tyrus, jetty, tomcat, undertow", "--quick", "--flag=")
                .containsPattern("--millis=\\S+ [^-]+Default: 1500")
                .containsPattern("--in-flight=\\S+\\s[^-]+Default: \\[1, 8]");
    }
}
