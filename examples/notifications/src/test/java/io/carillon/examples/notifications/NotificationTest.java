package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.carillon.external.ExternalMessagesBuilder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances, and a backend that knows nothing of them. */
class NotificationTest {
    private static final String ORDER =
            "{\"type\":\"notification\",\"payload\":{\"title\":\"New Order\",\"n\":12345678901234567890}}";
    private static final String MARKER = "{\"type\":\"marker\",\"payload\":null}";

    private Instances instances;
    private int first;
    private int second;

    @BeforeEach
    void start() throws StartupException {
        instances = new Instances();
        first = instances.start(Map.of());
        second = instances.start(Map.of());
    }

    @AfterEach
    void stop() {
        instances.close();
    }

    @Test
    void everyConnectionOfAUserGetsWhatIsPublishedOnce() {
        try (Client one = Client.of(first, "ada");
                Client two = Client.withHeader(second, "ada");
                Client three = Client.withSubprotocol(second, "ada");
                Client other = Client.of(first, "grace")) {
            Instances.awaitReached(instances.redis, "ada", List.of(one, two, three));
            Instances.awaitReached(instances.redis, "grace", List.of(other));

            assertThat(instances.publish("ada", ORDER)).isEqualTo(2);
            instances.publish("ada", MARKER);
            instances.publish("grace", MARKER);

            for (Client client : List.of(one, two, three)) {
                JsonObject heard = client.hears();
                Instant timestamp = Instant.parse(heard.remove("timestamp").getAsString());
                assertThat(timestamp).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
                assertThat(heard.toString()).isEqualTo(ORDER);
                assertThat(client.hears().get("type").getAsString()).isEqualTo("marker");
            }
            assertThat(other.hears().get("type").getAsString())
                    .as("nothing came before it")
                    .isEqualTo("marker");
        }
    }

    @Test
    void nobodyListensForWhoIsOffline() {
        assertThat(instances.publish("nobody", ORDER)).isZero();
        try (Client one = Client.of(first, "ada")) {
            Client.withTicket(first, "ada").close();
            Instances.awaitReached(instances.redis, "ada", List.of(one));
            assertThat(instances.publish("ada", ORDER)).isEqualTo(1);
            assertThat(one.hears().get("type").getAsString()).isEqualTo("notification");
        }
        instances.awaitListening("ada", 0);
    }

    @Test
    void whatIsNoMessageIsCountedAndSkipped() {
        try (Client ada = Client.of(first, "ada")) {
            instances.awaitListening("ada", 1);
            List<String> none =
                    List.of("", "no json", "[]", "null", "{\"payload\":1}", "{\"type\":7}", "{\"type\":\"\"}");
            none.forEach(text -> instances.publish("ada", text));
            instances.publish("ada", "{\"type\":\"\\ud800\"}");
            instances.publish(
                    "ada",
                    "{\"type\":\"x\",\"payload\":\"" + "x".repeat(ExternalMessagesBuilder.DEFAULT_MAX_BYTES) + "\"}");
            instances.publish("ada", MARKER);

            assertThat(ada.hears().get("type").getAsString()).isEqualTo("marker");
            // A client may hear a message before it is counted.
            await().atMost(Instances.PATIENCE)
                    .until(() -> metricsAsJson(first).get("sent_to_clients").getAsInt() > 0);
            JsonObject counted = metricsAsJson(first);
            assertThat(counted.get("malformed").getAsInt()).isEqualTo(none.size() + 2);
            assertThat(counted.get("received_from_redis").getAsInt()).isEqualTo(none.size() + 3);
            assertThat(counted.get("sent_to_clients").getAsInt()).isEqualTo(1);
        }
    }

    @Test
    void whatClientsSayIsCountedAndIgnored() {
        try (Client ada = Client.of(first, "ada")) {
            ada.say("{\"type\":\"hello\"}");
            ada.say("anything");
            await().atMost(Instances.PATIENCE)
                    .until(() ->
                            metricsAsJson(first).get("ignored_from_clients").getAsInt() == 2);
            assertThat(ada.isClosed()).isFalse();
        }
    }

    @Test
    void onePatternBringsTheSame() throws StartupException {
        int third = instances.start(Map.of("REDIS_SUBSCRIBE", "pattern"));
        try (Client one = Client.of(first, "ada");
                Client two = Client.of(third, "ada")) {
            Instances.awaitReached(instances.redis, "ada", List.of(one, two));
            assertThat(instances.publish("ada", ORDER))
                    .as("a channel and a pattern")
                    .isEqualTo(2);
            assertThat(instances.publish("nobody", ORDER)).as("the pattern").isEqualTo(1);
            assertThat(one.hears().get("type").getAsString()).isEqualTo("notification");
            assertThat(two.hears().get("type").getAsString()).isEqualTo("notification");
        }
    }

    @Test
    void whoHasNoTokenIsNotLetIn() {
        assertThat(Client.refusal(first, "")).isEqualTo(401);
        assertThat(Client.refusal(first, "?token=none")).isEqualTo(401);
    }

    @Test
    void theStatusPagesSayHowItIs() {
        List<Client> clients = List.of(Client.of(first, "ada"), Client.of(first, "ada"));
        Instances.awaitConnections(first, 2);
        Instances.awaitWell(first, "/health");
        try {
            HttpResponse<String> health = Client.get(first, "/health");
            assertThat(health.statusCode()).isEqualTo(200);
            JsonObject page = JsonParser.parseString(health.body()).getAsJsonObject();
            assertThat(page.keySet()).containsExactly("status", "timestamp", "redis", "websocket", "uptime_seconds");
            assertThat(page.get("status").getAsString()).isEqualTo("healthy");
            assertThat(page.getAsJsonObject("redis").get("ping_ms").getAsDouble())
                    .isPositive();
            assertThat(page.getAsJsonObject("websocket")
                            .get("active_connections")
                            .getAsInt())
                    .isEqualTo(2);
            assertThat(page.getAsJsonObject("websocket")
                            .get("total_unique_users")
                            .getAsInt())
                    .isEqualTo(1);
        } finally {
            clients.forEach(Client::close);
        }
        for (String path : List.of("/health/live", "/health/ready", "/health/deep")) {
            Instances.awaitWell(first, path);
        }
        assertThat(Client.get(first, "/metrics").body())
                .contains("carillon_ready 1.0", "notifications_sent_total 0.0", "carillon_limits_refused_total{");
        assertThat(Client.get(first, "/nothing").statusCode()).isEqualTo(404);
        assertThat(Client.get(first, "/ticket").statusCode()).isEqualTo(405);
    }

    static JsonObject metricsAsJson(int port) {
        return JsonParser.parseString(Client.get(port, "/metrics", "Accept", "application/json")
                        .body())
                .getAsJsonObject()
                .getAsJsonObject("messages");
    }
}
