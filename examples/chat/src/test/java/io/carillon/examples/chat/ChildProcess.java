package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of its own, with what it writes; gone when this is closed. */
final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader out;
    private final Path errors;

    private ChildProcess(ProcessBuilder builder) throws IOException {
        // A file, so that nobody has to read it for the process to go on.
        errors = Files.createTempFile(Path.of("target"), "stderr-", ".txt");
        process = builder.redirectError(errors.toFile()).start();
        out = process.inputReader();
    }

    static ChildProcess start(List<String> command, Path directory, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // With these the JVM writes a line of its own to stderr.
        builder.environment()
                .keySet()
                .removeAll(List.of(
                        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "PORT", "INSTANCE_ID", "REDIS_URL", "JWT_SECRET"));
        builder.environment().putAll(environment);
        return new ChildProcess(builder);
    }

    /** A main class of this module, on the Java that runs the test. */
    static ChildProcess java(Class<?> main, Map<String, String> environment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return start(
                List.of(java, "-cp", classPath, main.getName()), Path.of("").toAbsolutePath(), environment);
    }

    /** Reads its output up to a line that contains this. */
    String awaitLine(String part) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("it ended without a line with " + part + ": " + Files.readString(errors));
    }

    /** Its output up to a line that is this. */
    List<String> linesUntil(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(last)) {
                return lines;
            }
            lines.add(line);
        }
        throw new AssertionError("it ended without the line " + last + ": " + lines + Files.readString(errors));
    }

    List<String> output() {
        try (Stream<String> lines = out.lines()) {
            return lines.toList();
        }
    }

    List<String> errors() throws IOException {
        return Files.readAllLines(errors);
    }

    /** Waits for a line on stderr that ends with this. */
    void awaitError(String end) {
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> errors().stream().anyMatch(line -> line.endsWith(end)));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("it ends within %d s", PATIENCE_SECONDS)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
