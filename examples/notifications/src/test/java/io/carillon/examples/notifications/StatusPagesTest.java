package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusPagesTest {
    @Test
    void theMetricsHaveWhatTheOriginalHasAndCountWhatComesAndGoes() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of());
            assertThat(people(port)).isEqualTo("0 connections of 0 users");
            try (Client one = Client.of(port, "ada");
                    Client two = Client.of(port, "ada")) {
                Client grace = Client.of(port, "grace");
                Instances.awaitRegistered(port, 3);
                assertThat(people(port)).isEqualTo("3 connections of 2 users");
                grace.close();
                Instances.awaitConnections(port, 2);
                assertThat(people(port)).isEqualTo("2 connections of 1 users");
                instances.awaitListening("ada", 1);
                instances.publish("ada", "{\"type\":\"x\"}");
                one.hears();
                two.hears();
            }
            // A client may hear a message before it is counted.
            await().atMost(Instances.PATIENCE)
                    .until(() -> NotificationTest.metricsAsJson(port)
                                    .get("sent_to_clients")
                                    .getAsInt()
                            > 1);
            JsonObject page = metrics(port);
            assertThat(page.keySet())
                    .containsExactly("service", "timestamp", "uptime_seconds", "connections", "messages");
            assertThat(Instant.parse(page.get("timestamp").getAsString()))
                    .isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
            JsonObject messages = page.getAsJsonObject("messages");
            assertThat(messages.get("received_from_redis").getAsInt()).isEqualTo(1);
            assertThat(messages.get("sent_to_clients").getAsInt()).isEqualTo(2);
            assertThat(messages.get("failed").getAsInt()).isZero();
        }
    }

    private static String people(int port) {
        JsonObject people = metrics(port).getAsJsonObject("connections");
        return people.get("active").getAsInt() + " connections of "
                + people.get("total_unique_users").getAsInt() + " users";
    }

    private static JsonObject metrics(int port) {
        return JsonParser.parseString(Client.get(port, "/metrics", "Accept", "application/json")
                        .body())
                .getAsJsonObject();
    }
}
