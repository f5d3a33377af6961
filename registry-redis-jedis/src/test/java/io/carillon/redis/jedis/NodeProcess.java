package io.carillon.redis.jedis;

import io.carillon.local.Hub;
import io.carillon.redis.Sink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An instance in a JVM of its own, with ten users in the lobby; gone when this is closed. */
final class NodeProcess implements AutoCloseable {
    static final int USERS = 10;
    /** No machine is so busy that it is lost before the end. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private final Process process;

    NodeProcess(Driver driver, String uri) {
        try {
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodeProcess.class.getName(),
                            driver.name(),
                            uri))
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

    @Override
    public void close() {
        kill();
    }

    /**
     * Runs it, until it is killed.
     *
     * @param args driver, URI
     */
    public static void main(String[] args) throws Exception {
        Hub hub = Hub.builder()
                .backplane(Driver.valueOf(args[0]).connect(args[1]))
                .name("node")
                .lease(LEASE)
                .start()
                .toCompletableFuture()
                .join();
        for (int i = 0; i < USERS; i++) {
            Sink sink = new Sink(hub, "node-user-" + i);
            hub.register(sink).toCompletableFuture().join();
            hub.join(sink.id(), "lobby").toCompletableFuture().join();
        }
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
