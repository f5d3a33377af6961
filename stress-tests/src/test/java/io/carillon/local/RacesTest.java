package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Runs every race of this package under jcstress, which lets two threads collide tens of thousands of times in each, and
 * fails on an outcome that is not among the acceptable ones.
 *
 * <p>By default in few JVMs for each race, so that it can be part of every build. {@code -Dcarillon.stress=default} (or
 * {@code tough}) is one of jcstress's own modes, which try every compiler mode and take much longer.
 */
class RacesTest {
    private static final String MODE = System.getProperty("carillon.stress", "quick");
    private static final int RACES = 13;
    private static final int PATIENCE_HOURS = MODE.equals("quick") ? 1 : 24;

    @Test
    void noRaceHasAForbiddenOutcome() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target", "jcstress"));
        Path log = folder.resolve("log.txt");
        Process jcstress = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(jcstress.waitFor(PATIENCE_HOURS, TimeUnit.HOURS)).isTrue();
        } finally {
            jcstress.destroy();
        }
        List<String> lines = Files.readAllLines(log);
        String all = String.join("\n", lines);
        assertThat(jcstress.exitValue()).as(all).isZero();
        assertThat(lines.stream()
                        .filter(line -> line.contains("[OK] io.carillon.local."))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .distinct())
                .as(all)
                .hasSize(RACES);
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-v",
                "-r",
                "report",
                "-m",
                MODE));
        if (MODE.equals("quick")) {
            command.addAll(List.of("-iters", "3", "-sc", "false", "-af", "NONE", "-jvmArgs", "-XX:+UseParallelGC"));
        }
        return command;
    }
}
