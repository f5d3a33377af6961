package io.carillon.examples.notifications;

import static org.awaitility.Awaitility.await;

import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real nginx with the file of {@code deploy}, in which only addresses and folders are others. */
final class Nginx implements AutoCloseable {
    final int port;
    private final Path folder;
    private final ChildProcess process;

    private Nginx(int port, Path folder, ChildProcess process) {
        this.port = port;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts one before two instances.
     *
     * @param changes what else is other, each from and to
     */
    static Nginx before(int first, int second, Map<String, String> changes) throws IOException {
        Path program = Parts.find("loadbalancer", "nginx");
        int port = RedisProcess.freePort();
        Path folder = Files.createTempDirectory("nginx-");
        Path log = folder.resolve("access.log");
        String file = DeployFiles.text("nginx.conf")
                .replace("notifications-1:8081", "127.0.0.1:" + first)
                .replace("notifications-2:8081", "127.0.0.1:" + second)
                .replace("listen 8080", "listen 127.0.0.1:" + port)
                .replace("/tmp/", folder + "/")
                .replace("/dev/stdout", log.toString());
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (!file.contains(change.getKey())) {
                throw new AssertionError("nginx.conf has no " + change.getKey());
            }
            file = file.replace(change.getKey(), change.getValue());
        }
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), file);
        ChildProcess process = ChildProcess.start(
                List.of(
                        program.toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        configuration.toString(),
                        "-g",
                        "daemon off;"),
                folder,
                Map.of());
        Nginx nginx = new Nginx(port, folder, process);
        try {
            await().atMost(Instances.PATIENCE).until(nginx::listens);
        } catch (Throwable e) {
            process.terminate();
            throw e;
        }
        return nginx;
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("nginx ended: " + process.errors());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** All that it has written. */
    String said() throws IOException {
        return Files.readString(folder.resolve("access.log")) + String.join("\n", process.errors());
    }

    /** SIGTERM, as SIGKILL would leave its workers behind. */
    @Override
    public void close() throws IOException {
        process.terminate();
        await().atMost(Instances.PATIENCE).until(() -> !process.isAlive());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
