package io.carillon.redis;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Real Sentinels that watch a real master, and its replica if there is one. */
public final class SentinelProcess implements AutoCloseable {
    public static final String MASTER = "the-master";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private SentinelProcess() {}

    /** So many that a majority of them has to agree. They find the master dead within a second. */
    public static SentinelProcess started(int count, RedisProcess master) {
        return started(count, master, Duration.ofSeconds(1));
    }

    /** So many, with so much patience: a busy machine makes a master look dead. */
    public static SentinelProcess started(int count, RedisProcess master, Duration patience) {
        SentinelProcess sentinels = new SentinelProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(sentinels::kill, "sentinels"));
        for (int index = 0; index < count; index++) {
            sentinels.start(master, count / 2 + 1, patience);
        }
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> sentinels.know(count));
        return sentinels;
    }

    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    public String uri() {
        return uri(ports);
    }

    /** By way of these ports. */
    public static String uri(List<Integer> ports) {
        return "redis-sentinel://"
                + String.join(
                        ",", ports.stream().map(port -> "127.0.0.1:" + port).toList()) + "#" + MASTER;
    }

    /** Until they know the replica, they cannot put it in the place of the master. */
    public void knowReplica() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ports.stream().allMatch(port -> state(port).contains("slaves=1")));
    }

    private boolean know(int count) {
        return ports.stream()
                .allMatch(
                        port -> state(port).contains("status=ok") && state(port).contains("sentinels=" + count));
    }

    private static String state(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("INFO sentinel\r\n".getBytes(StandardCharsets.UTF_8));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder length = new StringBuilder();
            for (int letter = in.read(); letter != '\n'; letter = in.read()) { // a Sentinel knows no QUIT
                length.append((char) letter);
            }
            return new String(in.readNBytes(Integer.parseInt(length.substring(1).strip())), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(RedisProcess master, int quorum, Duration patience) {
        try {
            Files.createDirectories(Path.of("target"));
            Path directory = Files.createTempDirectory(Path.of("target"), "sentinel-");
            directories.add(directory);
            int port = RedisProcess.freePort();
            Path config = directory.resolve("sentinel.conf");
            Files.writeString(
                    config, """
                    port %d
                    bind 127.0.0.1
                    sentinel monitor %s 127.0.0.1 %d %d
                    sentinel down-after-milliseconds %s %d
                    sentinel failover-timeout %s 5000
                    """.formatted(port, MASTER, master.port(), quorum, MASTER, patience.toMillis(), MASTER));
            processes.add(new ProcessBuilder(
                            RedisProcess.binary().toString(),
                            config.toAbsolutePath().toString(),
                            "--sentinel")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("sentinel.log").toFile())
                    .start());
            ports.add(port);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> RedisProcess.listens(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    @Override
    public void close() {
        kill();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
