package io.carillon.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link NodeMain} in a process of its own; gone when this is closed. */
final class ChildNode implements AutoCloseable {
    private final Process process;

    ChildNode(String uri, int members, int groups, Duration lease) {
        try {
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodeMain.class.getName(),
                            uri,
                            String.valueOf(members),
                            String.valueOf(groups),
                            String.valueOf(lease.toMillis())))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = process.inputReader();
            for (String line = out.readLine(); !"READY".equals(line); line = out.readLine()) {
                if (line == null) {
                    throw new AssertionError("the node has ended before it was ready");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
}
