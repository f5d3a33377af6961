package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis goes away for five seconds, and all that is set is the default. */
class OutageTest {
    private static final Duration AWAY = Duration.ofSeconds(5);
    /** What is promised, and takes some two seconds. */
    private static final Duration DEGRADED = Duration.ofSeconds(6);

    private static final Duration HEALTHY = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(strings = {"users", "pattern"})
    void theHealthSaysSoConnectionsStayAndNotificationsFlowAgain(String subscribe) throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of("REDIS_SUBSCRIBE", subscribe));
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitRegistered(port, 1);
                if (subscribe.equals("users")) {
                    instances.awaitListening("ada", 1);
                }
                long killed = System.nanoTime();
                instances.redis.kill();
                await().atMost(DEGRADED).until(() -> isDegraded(port));
                assertThat(Client.get(port, "/health/live").statusCode()).isEqualTo(200);
                assertThat(Client.get(port, "/health/ready").statusCode()).isEqualTo(503);
                assertThat(Client.of(port, "grace").closeCode()).as("come back").isEqualTo(1013);
                await().atMost(Instances.PATIENCE).until(() -> System.nanoTime() - killed >= AWAY.toNanos());

                instances.redis.start();
                await().atMost(HEALTHY).until(() -> Client.get(port, "/health").statusCode() == 200);
                await().atMost(HEALTHY).until(() -> instances.publish("ada", "{\"type\":\"after\"}") == 1);
                assertThat(ada.hears().get("type").getAsString()).isEqualTo("after");
                assertThat(ada.isClosed()).isFalse();
            }
        }
    }

    private static boolean isDegraded(int port) {
        var answer = Client.get(port, "/health");
        if (answer.statusCode() == 200) {
            return false;
        }
        assertThat(answer.statusCode()).isEqualTo(503);
        JsonObject page = JsonParser.parseString(answer.body()).getAsJsonObject();
        assertThat(page.get("status").getAsString()).isEqualTo("degraded");
        assertThat(page.getAsJsonObject("websocket").get("active_connections").getAsInt())
                .isEqualTo(1);
        JsonObject redis = page.getAsJsonObject("redis");
        return redis.get("status").getAsString().equals("disconnected")
                && !redis.get("error").getAsString().isEmpty();
    }
}
