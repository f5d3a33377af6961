package io.carillon.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.benchmarks.load.HarnessCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ShapeTest {
    private final StringWriter told = new StringWriter();

    static Shape read(String... args) {
        Shape shape = new Shape(args);
        assertThat(HarnessCommand.of(shape).execute(args)).isEqualTo(CommandLine.ExitCode.OK);
        return shape;
    }

    private int execute(String... args) {
        PrintWriter writer = new PrintWriter(told);
        return HarnessCommand.of(new Shape(args)).setErr(writer).setOut(writer).execute(args);
    }

    @Test
    void whoeverAsksForNothingGetsEverythingBesideEachClient() {
        Shape shape = read();
        assertThat(shape.kinds).containsExactly(Kind.values());
        assertThat(shape.bare).containsExactly(Peer.LETTUCE, Peer.JEDIS);
        assertThat(List.of(shape.forks, shape.rounds, shape.millis, shape.warmUpMillis))
                .containsExactly(3, 4, 3_000, 4_000);
        assertThat(List.of(shape.threads, shape.receivers, shape.inFlight)).containsExactly(4, 100, 256);
    }

    @Test
    void whatIsAskedForWinsOverWhatIsQuick() {
        Shape shape = read("--rounds=9", "churn", "--beside=jedis", "--quick", "latency", "--flag=-Xint");
        assertThat(shape.kinds).containsExactly(Kind.CHURN, Kind.LATENCY);
        assertThat(shape.bare).containsExactly(Peer.JEDIS);
        assertThat(List.of(shape.forks, shape.rounds, shape.millis, shape.warmUpMillis))
                .containsExactly(1, 9, 1_200, 2_000);
        assertThat(shape.jvmFlags()).startsWith("-Xms256m").endsWith("-Xint").hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publish,churn           | 'publish,churn' is none of churn, deliver, latency, publish",
                "--beside=carillon-jedis | option '--beside' (<bare>): expected lettuce or jedis but was 'carillon-jedis'",
                "--threads=x             | option '--threads': 'x' is not an int",
                "--forks=0               | option '--forks': expected a number from 1 on but was 0",
                "--rounds=0              | option '--rounds': expected a number from 1",
                "--millis=5              | option '--millis': expected a number from 6",
                "--warm-up-millis=-1     | option '--warm-up-millis': expected a number from 0",
                "--threads=0             | option '--threads': expected a number from 1",
                "--receivers=0           | option '--receivers': expected a number from 1",
                "--in-flight=0           | option '--in-flight': expected a number from 1",
            })
    void whatCannotBeIsToldAndRefused(String argument, String fault) {
        assertThat(execute(argument)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString().lines()).singleElement().asString().contains(fault);
    }

    @Test
    void helpNamesTheOptionsAndTheirDefaults() {
        assertThat(execute("--help", "--quick")).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(told.toString())
                .contains("bin/bench redis", "latency, publish, deliver, churn", "Default: [lettuce, jedis]", "--flag=")
                .containsPattern("--millis=\\S+ [^-]+Default: 1200");
    }
}
