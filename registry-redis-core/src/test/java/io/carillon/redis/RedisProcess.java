package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Redis, on a port and in a directory of its own; gone when this is closed. The binary is the one that the system property
 * {@code carillon.redis.binary} names, or {@code redis-server} on the PATH, or the one in the jar. Without any, the test is skipped, and
 * fails if {@code CARILLON_REQUIRED} names {@code redis}.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOWEST_PORT = 10_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final String BUNDLED = "/redis-server-7.0.15-";
    /** For each port that was given, the same of UDP, which no Redis uses: so no test has it from under a server that is away for a moment. */
    private static final Queue<DatagramSocket> GIVEN = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisProcess(List<String> options) {
        try {
            Files.createDirectories(Path.of("target"));
            this.directory = Files.createTempDirectory(Path.of("target"), "redis-");
            this.port = freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.options = options;
        // Also when a test has failed before it could close anything.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly(), "redis-process"));
        start();
    }

    public static RedisProcess started(String... options) {
        return new RedisProcess(List.of(options));
    }

    /** For all tests of this JVM that begin by emptying it; gone with the JVM. */
    public static RedisProcess shared() {
        return Shared.REDIS;
    }

    /** One that has all that the other has. */
    public static RedisProcess replicaOf(RedisProcess master) {
        RedisProcess replica = started("--replicaof", "127.0.0.1", String.valueOf(master.port));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> master.ask("INFO replication").contains("state=online")
                        && replica.ask("INFO replication").contains("master_link_status:up"));
        return replica;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Empty, as it remembers nothing on a disk. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                binary().toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--repl-diskless-sync-delay", // for more replicas, of which there are none
                "0"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("redis.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::listens);
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** What the server says to an inline command, without anybody's driver. */
    public String ask(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All keys that are there. */
    public List<String> keys() {
        return ask("KEYS *")
                .lines()
                .filter(line -> !line.startsWith("*") && !line.startsWith("$") && !line.startsWith("+"))
                .toList();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // A child of the server's, which outlives it for a moment, has written a dump: it goes with the target
            // folder.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Below those that the system gives to clients: one of them could take it, even from a server that is away for a moment. Nobody
     * else gets it as long as this JVM runs, in other JVMs neither.
     */
    public static int freePort() throws IOException {
        for (int attempt = 0; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            DatagramSocket mine = null;
            try {
                mine = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
                GIVEN.add(mine);
                return port;
            } catch (BindException e) {
                if (mine != null) {
                    mine.close();
                }
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }

    public static void signal(long pid, String name) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void signal(String name) {
        signal(process.pid(), name);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private boolean listens() {
        assertThat(process.isAlive()).as("redis-server runs, see its log").isTrue();
        return listens(port);
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Of the binary: {@code 7.0.15}, say. */
    static String version() {
        return Version.TEXT;
    }

    /** What a server has said of itself, with another version; it {@linkplain #fitted fits}. */
    public static String claiming(String version, String said) {
        return said.replace("redis_version:" + version(), "redis_version:" + fitted(version));
    }

    /** As long as the real one, since an answer says how long it is. */
    public static String fitted(String version) {
        int length = version().length();
        return (version + "0".repeat(length)).substring(0, length);
    }

    static Path binary() {
        String named = System.getProperty("carillon.redis.binary", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        return onPath().or(RedisProcess::bundled).orElseGet(() -> {
            String missing = "no redis-server: not on the PATH, and the jar has none for this machine";
            if (System.getenv().getOrDefault("CARILLON_REQUIRED", "").contains("redis")) {
                return fail(missing);
            }
            return abort(missing);
        });
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> bundled() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = BUNDLED + system + "-" + machine;
        Path file = Path.of("target", name.substring(1)).toAbsolutePath();
        try (InputStream in = RedisProcess.class.getResourceAsStream(name)) {
            if (in == null) {
                return Optional.empty();
            }
            if (!Files.isExecutable(file)) {
                Path fresh = Files.createTempFile(Path.of("target"), "redis-server-", "");
                Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                assertThat(fresh.toFile().setExecutable(true)).isTrue();
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Version {
        static final String TEXT = read();

        private static String read() {
            try {
                Process asked = new ProcessBuilder(binary().toString(), "--version").start();
                String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return said.replaceAll("(?s).*v=(\\S+).*", "$1");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Shared {
        static final RedisProcess REDIS = started();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(REDIS::close, "redis-shared"));
        }
    }
}
