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

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A busy machine makes a master look dead. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private SentinelProcess() {}

    /** So many that a majority of them has to agree. No master is taken for dead before {@link #hurry}. */
    public static SentinelProcess started(int count, RedisProcess master) {
        return started(count, master.port(), List.of());
    }

    /** The same for a master at that port, with more lines of configuration. */
    public static SentinelProcess started(int count, int master, List<String> more) {
        SentinelProcess sentinels = new SentinelProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(sentinels::kill, "sentinels"));
        for (int index = 0; index < count; index++) {
            sentinels.start(master, count / 2 + 1, more);
        }
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> sentinels.know(count));
        return sentinels;
    }

    /** One Sentinel, which watches {@link #sharedMaster()} and its replica; for all tests of this JVM, and gone with it. */
    public static SentinelProcess shared() {
        return Shared.SENTINELS;
    }

    /** Not {@link RedisProcess#shared()}: a Sentinel publishes on what it watches, which whoever listens to everything there would hear. */
    public static RedisProcess sharedMaster() {
        return Shared.MASTER;
    }

    /** From now on they find a dead master within a second or two, also when they themselves were held up. */
    public void hurry() {
        ports.forEach(port -> said(port, "SENTINEL SET " + MASTER + " down-after-milliseconds 1000"));
    }

    /** From now on they want one. */
    public void password(String password) {
        ports.forEach(port -> said(port, "ACL SETUSER default resetpass >" + password));
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
        return said(port, "INFO sentinel");
    }

    /** A line, or the text whose length it says. */
    private static String said(int port, String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder line = new StringBuilder();
            for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) { // it knows no QUIT
                line.append((char) letter);
            }
            return line.indexOf("$") == 0
                    ? new String(
                            in.readNBytes(Integer.parseInt(line.substring(1).strip())), StandardCharsets.UTF_8)
                    : line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(int master, int quorum, List<String> more) {
        try {
            Files.createDirectories(Path.of("target"));
            Path directory = Files.createTempDirectory(Path.of("target"), "sentinel-");
            directories.add(directory);
            int port = RedisProcess.freePort();
            Path config = directory.resolve("sentinel.conf");
            Files.writeString(config, """
                    port %d
                    bind 127.0.0.1
                    sentinel monitor %s 127.0.0.1 %d %d
                    sentinel down-after-milliseconds %s %d
                    sentinel failover-timeout %s 5000
                    %s
                    """.formatted(
                            port, MASTER, master, quorum, MASTER, SILENCE.toMillis(), MASTER, String.join("\n", more)));
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
            // Who was held up for two seconds mistrusts its clock for thirty, and puts nobody in anybody's place.
            // Before 7.0 refused.
            said(port, "SENTINEL DEBUG tilt-trigger 60000");
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

    private static final class Shared {
        static final RedisProcess MASTER = RedisProcess.started();
        static final SentinelProcess SENTINELS;

        static {
            RedisProcess replica = RedisProcess.replicaOf(MASTER);
            SENTINELS = started(1, MASTER);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                SENTINELS.close();
                                replica.close();
                                MASTER.close();
                            },
                            "sentinels-shared"));
        }
    }
}
