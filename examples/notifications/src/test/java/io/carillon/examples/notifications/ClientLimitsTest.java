package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one client, and all of them, may ask for. */
class ClientLimitsTest {
    @Test
    void theEleventhOfTenConnectionsIsRefused() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of("WS_MAX_CONNECTIONS", "10"));
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(Client.of(port, "user-" + i));
            }
            assertThat(Client.refusal(port, "?token=" + Client.token("ada"))).isEqualTo(503);
            clients.forEach(Client::close);
        }
    }

    @Test
    void aMessageOfOneByteTooManyEndsTheConnection() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of("WS_MAX_MESSAGE_SIZE", "512"));
            try (Client fits = Client.of(port, "ada");
                    Client doesNot = Client.of(port, "ada")) {
                fits.say("x".repeat(512));
                doesNot.say("x".repeat(513));
                assertThat(doesNot.closeCode()).isEqualTo(1009);
                Instances.awaitReached(instances.redis, "ada", List.of(fits));
                instances.publish("ada", "{\"type\":\"marker\"}");
                assertThat(fits.hears().get("type").getAsString()).isEqualTo("marker");
            }
        }
    }

    @Test
    void whoAnswersNoPingIsClosedAfterThePongWaitAndWhoDoesStays() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of("WS_PING_INTERVAL", "200ms", "WS_PONG_WAIT", "6s"));
            try (Client answers = Client.of(port, "ada")) {
                Instances.awaitConnections(port, 1);
                WebSocket deaf = Client.deaf(port, "grace");
                Instances.awaitConnections(port, 2);
                Instances.awaitConnections(port, 1);
                assertThat(answers.isClosed()).isFalse();
                instances.publish("ada", "{\"type\":\"still here\"}");
                assertThat(answers.hears().get("type").getAsString()).isEqualTo("still here");
                deaf.abort();
            }
        }
    }

    @Test
    void aWriteThatTakesTooLongEndsTheConnection() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of("WS_WRITE_WAIT", "500ms"));
            WebSocket deaf = Client.deaf(port, "ada");
            instances.awaitListening("ada", 1);
            String large = "{\"type\":\"large\",\"payload\":\"" + "x".repeat(60_000) + "\"}";
            // Until what is between the two is full, so that a write takes its time.
            await().atMost(Instances.PATIENCE)
                    .until(() -> publishMany(instances, 20, large) == 0
                            || NotificationTest.metricsAsJson(port)
                                            .get("failed")
                                            .getAsInt()
                                    > 0);
            await("less than the default, 10 s")
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> instances.publish("ada", large) == 0);
            Instances.awaitConnections(port, 0);
            deaf.abort();
        }
    }

    @Test
    void whatAFullOutboxHasNoRoomForIsDroppedAndCounted() throws StartupException {
        try (Instances instances = new Instances()) {
            int port = instances.start(Map.of());
            WebSocket deaf = Client.deaf(port, "ada");
            instances.awaitListening("ada", 1);
            String large = "{\"type\":\"large\",\"payload\":\"" + "x".repeat(60_000) + "\"}";
            await().atMost(Instances.PATIENCE).until(() -> {
                publishMany(instances, 50, large);
                return NotificationTest.metricsAsJson(port).get("failed").getAsInt() > 0;
            });
            assertThat(Client.get(port, "/health").body())
                    .as("nobody is disconnected for it")
                    .contains("\"active_connections\": 1");
            deaf.abort();
        }
    }

    /** Answers how many subscriptions got the last one. */
    private static int publishMany(Instances instances, int times, String json) {
        int heard = 0;
        for (int i = 0; i < times; i++) {
            heard = instances.publish("ada", json);
        }
        return heard;
    }
}
