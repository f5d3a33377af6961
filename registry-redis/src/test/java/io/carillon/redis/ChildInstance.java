package io.carillon.redis;

import static io.carillon.redis.Place.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An {@link InstanceMain} in a process of its own, and what it has said; gone when this is closed. */
final class ChildInstance implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);

    private final Process process;
    /** In order. */
    final List<String> said = new CopyOnWriteArrayList<>();

    /** Done when all members have joined. */
    ChildInstance(String uri, int members, int groups, Duration lease) {
        this(List.of(), uri, members, groups, lease);
    }

    /**
     * Done when all members have joined.
     *
     * @param before what runs the program: {@code ip netns exec …}, say
     */
    ChildInstance(List<String> before, String uri, int members, int groups, Duration lease) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                InstanceMain.class.getName(),
                uri,
                String.valueOf(members),
                String.valueOf(groups),
                String.valueOf(lease.toMillis())));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "child-instance");
        reader.setDaemon(true);
        reader.start();
        await().atMost(READY).until(() -> said.contains("READY") || !process.isAlive());
        if (!said.contains("READY")) {
            throw new AssertionError("the instance has ended before it was ready: " + said);
        }
    }

    /** What it has said since it had said so many lines. */
    List<String> since(int lines) {
        List<String> all = List.copyOf(said); // it may say more meanwhile
        return all.subList(lines, all.size());
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP. */
    void pause() {
        RedisProcess.signal(process.pid(), "STOP");
    }

    /** SIGCONT. */
    void resume() {
        RedisProcess.signal(process.pid(), "CONT");
    }

    @Override
    public void close() {
        kill();
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            // it was killed
        }
    }
}
