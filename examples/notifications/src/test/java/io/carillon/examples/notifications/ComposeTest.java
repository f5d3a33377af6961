package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code compose.yaml}, and what it mounts: correct by the specification, and true of the service. It was never run. */
class ComposeTest {
    private static final String OURS = "carillon-notifications";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_]+)([^}]*)}");

    private final JsonObject compose = DeployFiles.yaml("compose.yaml");
    private final JsonObject services = compose.getAsJsonObject("services");

    @Test
    void itIsWhatTheSpecificationAllows() throws IOException {
        try (InputStream in = ComposeTest.class.getResourceAsStream("/compose-spec/compose-spec.json")) {
            // It is of draft 2019-09, but for this word of draft 4, which names nothing that is asked for.
            String rules = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\"id\": \"[^\"]*\",", "");
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                    .getSchema(rules, InputFormat.JSON);
            assertThat(schema.validate(compose.toString(), InputFormat.JSON)).isEmpty();
            services.getAsJsonObject("nginx").addProperty("port", "8080:8080");
            assertThat(schema.validate(compose.toString(), InputFormat.JSON))
                    .as("a word that is none")
                    .isNotEmpty();
        }
    }

    @Test
    void anInstanceStartsWithWhatItIsGiven() throws StartupException {
        assertThat(instances()).hasSize(2);
        for (String name : instances()) {
            Map<String, String> given = environment(name);
            assertThat(DeployFiles.variables()).containsAll(given.keySet());
            Settings settings = Settings.read(given);
            assertThat(settings.withoutEffect()).isEmpty();
            assertThat(settings.redis().host()).isIn(services.keySet());
            assertThat(settings.redis().password()).isPresent();
        }
    }

    @Test
    void noSecretHasADefault() {
        Set<String> asked = new TreeSet<>();
        for (MatchResult reference :
                REFERENCE.matcher(DeployFiles.text("compose.yaml")).results().toList()) {
            assertThat(reference.group(2)).as(reference.group()).startsWith(":?");
            asked.add(reference.group(1));
        }
        assertThat(DeployFiles.text(".env.example").lines().filter(line -> line.matches("[A-Z_]+=.*")))
                .containsExactlyInAnyOrderElementsOf(
                        asked.stream().map(name -> name + "=").toList());
        for (Map.Entry<String, JsonElement> service : services.entrySet()) {
            JsonObject environment = service.getValue().getAsJsonObject().getAsJsonObject("environment");
            if (environment != null) {
                assertThat(environment.entrySet())
                        .filteredOn(one -> one.getKey().matches(".*(PASSWORD|SECRET|AUTH|TOKEN).*"))
                        .allSatisfy(one -> assertThat(one.getValue().getAsString())
                                .as(one.getKey())
                                .matches(REFERENCE));
            }
        }
    }

    @Test
    void everyFileThatIsMountedOrBuiltFromIsThere() {
        for (JsonElement service : services.asMap().values()) {
            for (JsonElement volume : list(service.getAsJsonObject(), "volumes")) {
                String from = volume.getAsString().split(":", 2)[0];
                if (from.startsWith(".")) {
                    assertThat(DeployFiles.FOLDER.resolve(from)).isRegularFile();
                } else {
                    assertThat(compose.getAsJsonObject("volumes").keySet()).contains(from);
                }
            }
        }
        JsonObject build = services.getAsJsonObject("notifications-1").getAsJsonObject("build");
        Path context = DeployFiles.FOLDER.resolve(build.get("context").getAsString());
        assertThat(context.resolve("mvnw")).isRegularFile();
        assertThat(context.resolve(build.get("dockerfile").getAsString()))
                .hasSameBinaryContentAs(DeployFiles.FOLDER.resolve("Dockerfile"));
    }

    @Test
    void nginxAndPrometheusKnowAllInstances() throws StartupException {
        int port = Settings.read(environment("notifications-1")).port();
        Set<String> addresses =
                instances().stream().map(name -> name + ":" + port).collect(Collectors.toSet());
        assertThat(Pattern.compile("server ([a-z0-9.:-]+) max_fails")
                        .matcher(DeployFiles.text("nginx.conf"))
                        .results()
                        .map(server -> server.group(1)))
                .containsExactlyInAnyOrderElementsOf(addresses);
        JsonObject scraped = DeployFiles.yaml("prometheus.yml")
                .getAsJsonArray("scrape_configs")
                .get(0)
                .getAsJsonObject();
        assertThat(scraped.getAsJsonArray("static_configs")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("targets"))
                .extracting(JsonElement::getAsString)
                .containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(services.getAsJsonObject("nginx").getAsJsonArray("ports").toString())
                .as("nginx listens where it is reached")
                .contains(":8080\"");
        assertThat(DeployFiles.text("nginx.conf")).contains("listen 8080;");
        String rules = DeployFiles.yaml("prometheus.yml")
                .getAsJsonArray("rule_files")
                .get(0)
                .getAsString();
        assertThat(services.getAsJsonObject("prometheus")
                        .getAsJsonArray("volumes")
                        .toString())
                .contains("carillon-alerts.yml:" + rules + ":ro");
    }

    @Test
    void itsTimesFitTogether() throws StartupException {
        for (String name : instances()) {
            Duration ping = Settings.read(environment(name)).clients().pingInterval();
            for (String timeout : List.of("proxy_read_timeout", "proxy_send_timeout")) {
                assertThat(seconds(DeployFiles.text("nginx.conf"), timeout + " (\\d+)s;"))
                        .as(timeout)
                        .isGreaterThan(3 * ping.toSeconds());
            }
            assertThat(seconds(
                            services.getAsJsonObject(name)
                                    .get("stop_grace_period")
                                    .getAsString(),
                            "(\\d+)s"))
                    .isGreaterThan(NotificationsMain.LONGEST_END.toSeconds());
        }
    }

    @Test
    void anInstanceMayDoNoMoreThanItNeeds() {
        for (String name : instances()) {
            JsonObject instance = services.getAsJsonObject(name);
            assertThat(instance.get("read_only").getAsBoolean()).isTrue();
            assertThat(instance.get("user").getAsString()).isEqualTo(DeployFiles.instruction("USER"));
            assertThat(instance.get("cap_drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(list(instance, "ports"))
                    .as("only nginx is reached from outside")
                    .isEmpty();
        }
    }

    private Set<String> instances() {
        return services.keySet().stream()
                .filter(name -> services.getAsJsonObject(name)
                        .get("image")
                        .getAsString()
                        .equals(OURS))
                .collect(Collectors.toSet());
    }

    /** As if each variable that is asked for had been set. */
    private Map<String, String> environment(String service) {
        Map<String, String> variables = new HashMap<>();
        services.getAsJsonObject(service)
                .getAsJsonObject("environment")
                .asMap()
                .forEach((name, value) -> variables.put(
                        name, REFERENCE.matcher(value.getAsString()).replaceAll(Client.SECRET)));
        return variables;
    }

    private static List<JsonElement> list(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonArray(name).asList() : List.of();
    }

    private static long seconds(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
