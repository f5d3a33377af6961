package io.carillon.benchmarks.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process of ours that is told what to do on its standard input, and answers each command with a line. */
public final class Child {
    private static final int ANSWER_SECONDS = 120;
    private static final int END_SECONDS = 5;
    private static final int USER_TIME = 11;
    private static final int MILLIS_OF_TICK = 10;

    private final Process process;
    private final Path log;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    public String ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        return answer();
    }

    /** The next line that it writes. */
    public String answer() throws IOException {
        String line;
        try {
            line = CompletableFuture.supplyAsync(this::readLine).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("a process does not answer, see " + log, e);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        if (line.isEmpty()) {
            throw new IOException("a process has ended, see " + log);
        }
        return line;
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and system time so far, as the operating system counts it. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The part of it that its JVM's compilers have taken. */
    Duration compilers() throws IOException {
        return cpuOf("C1 Compiler", "C2 Compiler");
    }

    /** The part of it that its JVM takes to settle: its compilers, and what G1 refines between two collections until it has learnt to wait. */
    Duration settling() throws IOException {
        return cpuOf("C1 Compiler", "C2 Compiler", "G1 Refine");
    }

    /** The part of it that threads with such names have taken, to a hundredth of a second; nothing where there is no /proc. */
    private Duration cpuOf(String... prefixes) throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return Duration.ZERO;
        }
        long ticks = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                // proc(5): number, (name), state, and from the 14th on user and system time, in ticks of 10 ms.
                String stat = stat(thread);
                if (stat.isEmpty()) {
                    continue;
                }
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                if (Stream.of(prefixes).anyMatch(name::startsWith)) {
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    ticks += Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
                }
            }
        }
        return Duration.ofMillis(ticks * MILLIS_OF_TICK);
    }

    /** Empty if the thread has just ended: then its file is not there, or is, and cannot be read any more. */
    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return "";
        }
    }

    /** Ends it: by ending its input, and where that is not enough, by force. */
    void end() throws IOException {
        try {
            process.outputWriter().close();
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        } finally {
            process.destroyForcibly();
        }
    }
}
