package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.redis.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real nginx with the file of {@code deploy}, two instances in processes of their own behind it, and a real Redis. */
class NginxTest {
    private static final String ORDER = "{\"type\":\"notification\",\"payload\":{\"title\":\"New Order\"}}";
    private static final String MARKER = "{\"type\":\"marker\"}";

    /** So many that it takes one of two instances more than a second to say good-bye to its half. */
    private static final int CROWD = 20;

    private RedisProcess redis;

    @BeforeEach
    void start() {
        Parts.find("loadbalancer", "nginx");
        redis = RedisProcess.started();
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void aUserConnectedThreeTimesThroughNginxGetsWhatIsPublishedThreeTimesOnceEach() throws Exception {
        try (Instance first = Instance.start(redis, Map.of());
                Instance second = Instance.start(redis, Map.of());
                Nginx nginx = Nginx.before(first.port(), second.port(), Map.of());
                Client one = Client.of(nginx.port, "ada");
                Client two = Client.withHeader(nginx.port, "ada");
                Client three = Client.withSubprotocol(nginx.port, "ada");
                Client other = Client.of(nginx.port, "grace")) {
            Instances.awaitReached(redis, "ada", List.of(one, two, three));
            Instances.awaitReached(redis, "grace", List.of(other));
            assertThat(List.of(connections(first), connections(second)))
                    .as("who has the fewest gets the next")
                    .containsExactly(2, 2);

            assertThat(Instances.publish(redis, "ada", ORDER))
                    .as("two instances")
                    .isEqualTo(2);
            assertThat(Instances.publish(redis, "nobody", ORDER)).as("offline").isZero();
            for (String user : List.of("ada", "grace")) {
                Instances.publish(redis, user, MARKER);
            }

            for (Client client : List.of(one, two, three)) {
                assertThat(client.hears().get("type").getAsString()).isEqualTo("notification");
                assertThat(client.hears().get("type").getAsString()).isEqualTo("marker");
            }
            assertThat(other.hears().get("type").getAsString())
                    .as("nothing came before it")
                    .isEqualTo("marker");
            assertThat(Stream.of(one, two, three, other)).noneMatch(Client::isClosed);
            Client.of(nginx.port, "grace").close();
            await().atMost(Instances.PATIENCE).until(() -> nginx.said().contains("\"GET /ws\" 101"));
            assertThat(nginx.said()).doesNotContain("eyJ", "token=");
        }
    }

    @Test
    void pingsKeepAnIdleConnectionForLongerThanNginxWaits() throws Exception {
        Map<String, String> shortly = Map.of("proxy_read_timeout 120s", "proxy_read_timeout 6s");
        try (Instance pinging = Instance.start(redis, Map.of("WS_PING_INTERVAL", "1s"));
                Instance silent = Instance.start(redis, Map.of());
                Nginx kept = Nginx.before(pinging.port(), pinging.port(), shortly);
                Nginx cut = Nginx.before(silent.port(), silent.port(), shortly);
                Client ada = Client.of(kept.port, "ada")) {
            // Both begin after her, so both have been idle for less long than she has when nginx ends them.
            try (Client grace = Client.of(cut.port, "grace")) {
                await().atMost(Instances.PATIENCE).until(grace::isClosed);
            }
            try (Client grace = Client.of(cut.port, "grace")) {
                await().atMost(Instances.PATIENCE).until(grace::isClosed);
            }
            assertThat(ada.isClosed()).isFalse();
            Instances.publish(redis, "ada", MARKER);
            assertThat(ada.hears().get("type").getAsString()).isEqualTo("marker");
        }
    }

    @Test
    void newcomersComeToTheOtherInstanceWhenOneStops() throws Exception {
        List<Client> clients = new ArrayList<>();
        try (Instance leaving = Instance.start(redis, Map.of());
                Instance staying = Instance.start(redis, Map.of());
                Nginx nginx = Nginx.before(leaving.port(), staying.port(), Map.of())) {
            for (int i = 0; i < CROWD; i++) {
                clients.add(Client.of(nginx.port, "ada"));
            }
            Instances.awaitRegistered(leaving.port(), CROWD / 2);
            Instances.awaitRegistered(staying.port(), CROWD / 2);

            leaving.process().terminate();
            await().atMost(Instances.PATIENCE).until(() -> clients.stream().anyMatch(Client::isClosed));
            // It has fewer connections now, so it is asked first: it refuses, and later is not there.
            clients.add(Client.of(nginx.port, "ada"));
            assertThat(leaving.process().awaitExit()).isEqualTo(143);
            clients.add(Client.of(nginx.port, "ada"));

            Instances.awaitRegistered(staying.port(), CROWD / 2 + 2);
            await().atMost(Instances.PATIENCE)
                    .untilAsserted(() -> assertThat(clients.stream().filter(Client::isClosed))
                            .hasSize(CROWD / 2));
            assertThat(clients.stream().filter(Client::isClosed))
                    .allSatisfy(client -> assertThat(client.closeCode()).isEqualTo(1001));
            List<Client> open =
                    clients.stream().filter(client -> !client.isClosed()).toList();
            Instances.awaitReached(redis, "ada", open);
            Instances.publish(redis, "ada", MARKER);
            assertThat(open)
                    .allSatisfy(client ->
                            assertThat(client.hears().get("type").getAsString()).isEqualTo("marker"));
            assertThat(nginx.said())
                    .as("no token, also when an instance is away")
                    .doesNotContain("eyJ", "token=");
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void whereAllInstancesAreFullEachNewcomerGetsTheir503() throws Exception {
        Map<String, String> one = Map.of("WS_MAX_CONNECTIONS", "1");
        try (Instance first = Instance.start(redis, one);
                Instance second = Instance.start(redis, one);
                Nginx nginx = Nginx.before(first.port(), second.port(), Map.of());
                Client ada = Client.of(nginx.port, "ada");
                Client grace = Client.of(nginx.port, "grace")) {
            for (int i = 0; i < 5; i++) {
                assertThat(Client.refusal(nginx.port, "?token=" + Client.token("linus")))
                        .as("an instance that is full is not dead")
                        .isEqualTo(503);
            }
            assertThat(Stream.of(ada, grace)).noneMatch(Client::isClosed);
        }
    }

    @Test
    void whatIsForTheInsideIsNotReachedThroughNginx() throws Exception {
        try (Instance instance = Instance.start(redis, Map.of());
                Nginx nginx = Nginx.before(instance.port(), instance.port(), Map.of())) {
            assertThat(Client.get(nginx.port, "/health").statusCode()).isEqualTo(200);
            for (String inside : List.of("/metrics", "/health/deep", "/health/live", "/health/ready", "/")) {
                assertThat(Client.get(nginx.port, inside).statusCode())
                        .as(inside)
                        .isEqualTo(404);
            }
        }
    }

    private static int connections(Instance instance) {
        Instances.awaitRegistered(instance.port(), 2);
        return (int) Client.get(instance.port(), "/metrics")
                .body()
                .lines()
                .filter(line -> line.matches("carillon_connections(\\{.*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
