package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No token and no secret in any log: ours at every level, and the container's from its information upwards. Below that some
 * containers print the requests that they read, before anybody else has seen them.
 */
@Tag("container")
class LogCanaryTest {
    /** As java.util.logging is told below, and as slf4j-simple writes. */
    private static final Pattern FIRST_LINE =
            Pattern.compile("@(?<jul>\\w+) (?<julName>\\S+) .*|\\[.*?] (?<level>[A-Z]+) (?<name>[\\w.$]+) - .*");

    private static final List<String> QUIET = List.of("FINEST", "FINER", "FINE", "CONFIG", "TRACE", "DEBUG");

    @TempDir
    private Path folder;

    @Test
    void noTokenAndNoSecretIsInALog() throws Exception {
        // Not in the log itself, where another thread may be in the middle of a line.
        Path canaries = folder.resolve("canaries");
        List<String> lines = lines(canaries);
        List<String> secrets = Files.readAllLines(canaries);
        List<String> ours = new ArrayList<>();
        List<String> loud = new ArrayList<>();
        boolean isOurs = true;
        boolean isLoud = true;
        for (String line : lines) {
            Matcher first = FIRST_LINE.matcher(line);
            if (first.matches()) {
                String name = first.group("jul") == null ? first.group("name") : first.group("julName");
                String level = first.group("jul") == null ? first.group("level") : first.group("jul");
                isOurs = name.startsWith("io.carillon") || name.startsWith("io.jsonwebtoken");
                isLoud = !QUIET.contains(level);
            }
            if (isOurs) {
                ours.add(line);
            }
            if (isLoud) {
                loud.add(line);
            }
        }

        assertThat(secrets).hasSize(5);
        assertThat(ours).anyMatch(line -> line.contains("was refused: EXPIRED"));
        assertThat(lines).as("the container was caught too").hasSizeGreaterThan(ours.size() + 20);
        assertThat(ours).noneMatch(line -> secrets.stream().anyMatch(line::contains));
        assertThat(loud).noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }

    private List<String> lines(Path canaries) throws Exception {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=ALL
                .level=ALL
                java.util.logging.SimpleFormatter.format=@%4$s %3$s %5$s%6$s%n
                """);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Duser.language=en",
                        "-Djava.util.logging.config.file=" + logging,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        LogCanary.class.getName(),
                        canaries.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return List.of(Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1)
                .split("\\R"));
    }
}
