package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A real Prometheus scrapes two instances, and answers what the dashboard and the alert rules ask. */
class PrometheusTest {
    @Test
    void everyQueryAndEveryAlertIsAnswered() throws Exception {
        Parts.find("prometheus", "prometheus");
        try (Instances instances = new Instances()) {
            int first = instances.start(Map.of());
            int second = instances.start(Map.of());
            try (Prometheus prometheus = Prometheus.of(first, second);
                    Client one = Client.of(first, "ada");
                    Client two = Client.of(second, "ada")) {
                Instances.awaitRegistered(first, 1);
                Instances.awaitRegistered(second, 1);
                instances.awaitListening("ada", 2);
                one.say("hello");
                two.say("hello");
                await().atMost(Instances.PATIENCE)
                        .until(() -> prometheus
                                                .answer("rate(carillon_broker_roundtrip_seconds_count[1m]) > 0")
                                                .size()
                                        == 2
                                && prometheus
                                                .answer("carillon_connections == 1")
                                                .size()
                                        == 2);

                List<String> queries = queries();
                assertThat(queries).hasSizeGreaterThan(20);
                for (String query : queries) {
                    await().atMost(Instances.PATIENCE)
                            .untilAsserted(() -> assertThat(prometheus.answer(query))
                                    .as(query)
                                    .isNotEmpty());
                }
                await().atMost(Instances.PATIENCE)
                        .untilAsserted(() -> assertThat(rules(prometheus))
                                .hasSizeGreaterThan(6)
                                .allSatisfy(
                                        rule -> assertThat(rule.get("health").getAsString())
                                                .as("%s", rule)
                                                .isEqualTo("ok")));
                assertThatThrownBy(() -> prometheus.answer("no query(")).hasMessageContaining("parse error");
            }
        }
    }

    /** As Grafana asks them when all instances are chosen. */
    private static List<String> queries() throws Exception {
        JsonObject dashboard = JsonParser.parseString(Files.readString(Prometheus.DASHBOARDS.resolve("carillon.json")))
                .getAsJsonObject();
        return objects(dashboard.getAsJsonArray("panels")).stream()
                .filter(panel -> panel.has("targets"))
                .flatMap(panel -> objects(panel.getAsJsonArray("targets")).stream())
                .map(target -> target.get("expr")
                        .getAsString()
                        .replace("$job", ".*")
                        .replace("$instance", ".*")
                        .replace("$__rate_interval", "1m"))
                .toList();
    }

    private static List<JsonObject> rules(Prometheus prometheus) {
        return objects(prometheus.get("/api/v1/rules").getAsJsonObject("data").getAsJsonArray("groups")).stream()
                .flatMap(group -> objects(group.getAsJsonArray("rules")).stream())
                .toList();
    }

    private static List<JsonObject> objects(Iterable<JsonElement> all) {
        return StreamSupport.stream(all.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
