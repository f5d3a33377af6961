package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Redis goes away for five seconds, and all that is set is the default. */
class OutageTest {
    private static final Duration AWAY = Duration.ofSeconds(5);

    @Test
    void theHealthSaysSoConnectionsStayAndNotificationsFlowAgain() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of());
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitRegistered(port, 1);
                long killed = System.nanoTime();
                instances.redis.kill();
                await().atMost(Duration.ofSeconds(6)).until(() -> isDegraded(port));
                assertThat(Client.get(port, "/health/live").statusCode()).isEqualTo(200);
                assertThat(Client.get(port, "/health/ready").statusCode()).isEqualTo(503);
                await().atMost(AWAY.plusSeconds(1)).until(() -> System.nanoTime() - killed >= AWAY.toNanos());

                instances.redis.start();
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> Client.get(port, "/health").statusCode() == 200);
                instances.awaitListening("ada", 1);
                instances.publish("ada", "{\"type\":\"after\"}");
                assertThat(ada.hears().get("type").getAsString()).isEqualTo("after");
                assertThat(ada.isClosed()).isFalse();
            }
        }
    }

    private static boolean isDegraded(int port) {
        var answer = Client.get(port, "/health");
        return answer.statusCode() == 503
                && JsonParser.parseString(answer.body())
                        .getAsJsonObject()
                        .get("status")
                        .getAsString()
                        .equals("degraded");
    }
}
