package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.redis.RedisProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Idle connections on one instance with {@code -Xmx512m}, each of a user of its own, and a notification to each. 10,000 with
 * {@code -Dcarillon.long=true}, which also prints what was measured; the limit on open files must allow for them.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "threads and memory are read from /proc")
class ManyConnectionsTest {
    private static final boolean LONG = Boolean.getBoolean("carillon.long");

    private static final int CONNECTIONS = LONG ? 10_000 : 300;
    /** So many notifications are on their way at once: fewer than an instance lets wait. */
    private static final int ON_THE_WAY = 250;

    private static final String CHANNEL = "user_noti:";

    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicIntegerArray heard = new AtomicIntegerArray(CONNECTIONS);
    private final Semaphore room = new Semaphore(ON_THE_WAY);

    @Test
    void eachOfThemGetsWhatIsPublishedForItOnceWithFewThreads() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java, "-Xmx512m", "-cp", System.getProperty("java.class.path"), NotificationsMain.class.getName());
        Map<String, String> variables = Map.of("WS_MAX_CONNECTIONS", "" + CONNECTIONS);
        try (RedisProcess redis = RedisProcess.started();
                ChildProcess service = ChildProcess.start(
                        command, Path.of("").toAbsolutePath(), Instances.environment(redis, variables));
                ManyClients clients = new ManyClients(this::heard)) {
            String line = service.awaitLine("listens on port");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            long alone = threads(service);
            report("alone", service);

            long start = System.nanoTime();
            clients.connect(port, CONNECTIONS);
            await().atMost(PATIENCE).until(() -> channels(redis) == CONNECTIONS);
            Instances.awaitRegistered(port, CONNECTIONS);
            System.out.printf("%,d connections in %,d ms%n", CONNECTIONS, millisSince(start));
            report("with " + CONNECTIONS + " idle connections", service);
            assertThat(Client.refusal(port, "?token=" + Client.token("one-too-many")))
                    .isEqualTo(503);

            for (int round = 1; round <= ROUNDS; round++) {
                start = System.nanoTime();
                publishToEach(redis, clients);
                System.out.printf("each got one in %,d ms%n", millisSince(start));
            }
            assertThat(IntStream.range(0, CONNECTIONS).map(heard::get))
                    .as("once each, every time")
                    .containsOnly(ROUNDS);
            report("when each had got " + ROUNDS, service);
            assertThat(threads(service)).as("with those that it has alone").isLessThan(alone + 60);
            assertThat(NotificationTest.metricsAsJson(port).get("failed").getAsInt())
                    .isZero();
        }
    }

    private void heard(int user) {
        heard.incrementAndGet(user);
        room.release();
    }

    /** Ends when all have come. */
    private void publishToEach(RedisProcess redis, ManyClients clients) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                BufferedReader replies =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < CONNECTIONS; i++) {
                awaitRoom(clients, 1);
                String command = "PUBLISH " + CHANNEL + ManyClients.user(i)
                        + " '{\"type\":\"notification\",\"payload\":{\"title\":\"New Order\"}}'\r\n";
                socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
                assertThat(replies.readLine()).isEqualTo(":1");
            }
            awaitRoom(clients, ON_THE_WAY);
            room.release(ON_THE_WAY);
        }
    }

    private void awaitRoom(ManyClients clients, int notifications) throws InterruptedException {
        boolean came = room.tryAcquire(notifications, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        clients.check();
        assertThat(came).as("a notification within %s", PATIENCE).isTrue();
    }

    /** How many users the instance listens for: the length of Redis' list. */
    private static int channels(RedisProcess redis) {
        String all = redis.ask("PUBSUB CHANNELS " + CHANNEL + "*");
        return Integer.parseInt(all.substring(1, all.indexOf('\r')));
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Only where it is asked for: a JVM on a machine that stalls does not let itself be looked into. */
    private static void report(String when, ChildProcess service) throws Exception {
        if (!LONG) {
            return;
        }
        System.out.printf(
                "%s: %.1f MB of heap after a full collection, %.0f MB resident, %d threads%n",
                when, liveBytes(service) / 1e6, status(service, "VmRSS") / 1e3, threads(service));
    }

    /** Counted by a full collection. */
    private static long liveBytes(ChildProcess service) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, "" + service.pid(), "GC.class_histogram").start();
        try (BufferedReader lines = process.inputReader()) {
            return lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.trim().split("\\s+", -1)[2]))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long threads(ChildProcess service) throws IOException {
        return status(service, "Threads");
    }

    private static long status(ChildProcess service, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + service.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+", -1)[1]))
                .findFirst()
                .orElseThrow();
    }
}
