package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three instances, processes of their own over a real Redis, are replaced one after the other under clients that come back: 60 of
 * them, or 1,000 with {@code -Dcarillon.long=true}.
 */
@Timeout(300)
class RollingRestartTest {
    private static final int CLIENTS = Boolean.getBoolean("carillon.long") ? 1_000 : 60;
    private static final int IN_A_ROOM = 20;
    /** So that the coming in is no rush of its own. */
    private static final Duration BETWEEN_ARRIVALS = Duration.ofMillis(8);

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<Integer> ports = new ArrayList<>();
    private final List<ChildProcess> instances = new ArrayList<>();
    private final List<Returner> clients = new ArrayList<>();
    private final Returns log = new Returns();
    private RedisProcess redis;

    @BeforeEach
    void start() throws IOException {
        redis = RedisProcess.started();
        for (int i = 0; i < 3; i++) {
            ports.add(RedisProcess.freePort());
            instances.add(startInstance(i));
        }
    }

    @AfterEach
    void stop() {
        clients.forEach(Returner::stay);
        instances.forEach(ChildProcess::close);
        redis.close();
    }

    @Test
    void everybodyIsBackInTimeAndNoInstanceIsOverrun() throws Exception {
        arrive();
        for (int i = 0; i < instances.size(); i++) {
            ChildProcess old = instances.get(i);
            int port = ports.get(i);
            assertThat(membersOf(i)).isPositive();
            old.terminate();
            await().atMost(DEADLINE).until(() -> !isReady(port));
            old.awaitExit(); // within 30 s
            assertThat(membersOf(i))
                    .as("who lived on the instance that has gone")
                    .isZero();
            instances.set(i, startInstance(i));
            await().atMost(DEADLINE).until(() -> isReady(port));
            await().atMost(DEADLINE).until(() -> clients.stream().allMatch(Returner::isWelcome));
        }
        // One whose client has yet to notice that its instance has gone has not come back either.
        await().atMost(DEADLINE).until(() -> log.returns() >= CLIENTS);
        System.out.println("rolling restart of 3 instances under " + CLIENTS + " clients: " + log);
        assertThat(log.codes().keySet()).isSubsetOf(1001, 1012);
        assertThat(log.statuses().keySet()).isSubsetOf(101, 503, 0);
        assertThat(log.longestAway()).isLessThan(DEADLINE);
        assertThat(log.mostInASecond()).isLessThanOrEqualTo(200);
    }

    private void arrive() throws Exception {
        List<CompletableFuture<Void>> welcomes = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String token = Entry.token(ports.get(i % 3), "user-" + i);
            Returner client = new Returner(ports, "room-" + i / IN_A_ROOM, token, log);
            clients.add(client);
            welcomes.add(CompletableFuture.supplyAsync(
                            client::come,
                            CompletableFuture.delayedExecutor(
                                    BETWEEN_ARRIVALS.multipliedBy(i).toMillis(), TimeUnit.MILLISECONDS))
                    .thenCompose(welcome -> welcome));
        }
        CompletableFuture.allOf(welcomes.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
    }

    private ChildProcess startInstance(int number) throws IOException {
        ChildProcess instance = ChildProcess.java(
                ChatMain.class,
                Map.of(
                        "PORT",
                        "" + ports.get(number),
                        "INSTANCE_ID",
                        "instance-" + number,
                        "REDIS_URL",
                        redis.uri(),
                        "JWT_SECRET",
                        "a secret that all instances share"));
        instance.awaitLine("is at http://localhost:");
        return instance;
    }

    /** How many live on an instance, as the next one knows. */
    private long membersOf(int number) {
        int next = ports.get((number + 1) % 3);
        return IntStream.rangeClosed(0, (CLIENTS - 1) / IN_A_ROOM)
                .boxed()
                .flatMap(room -> Rooms.get(next, "/rooms/room-" + room).of("instanceId").stream())
                .filter(instance -> instance.startsWith("instance-" + number + "."))
                .count();
    }

    private static boolean isReady(int port) {
        try {
            return Rooms.ask(port, "GET", "/health").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
