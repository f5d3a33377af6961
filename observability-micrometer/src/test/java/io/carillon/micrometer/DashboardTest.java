package io.carillon.micrometer;

import static io.carillon.micrometer.World.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every query of the dashboard and of the alert rules names metrics and labels that a service really shows. */
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("carillon_[a-z_]+");
    private static final Pattern SERIES = Pattern.compile("^(carillon_[a-z_]+)(?:\\{([^}]*)})? ", Pattern.MULTILINE);
    private static final Pattern SELECTOR = Pattern.compile("(carillon_[a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    /** Prometheus adds them to whatever it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Map<String, Map<String, Set<String>>> SHOWN = new TreeMap<>();

    @BeforeAll
    static void scrapeAServiceThatHasWorked() throws Exception {
        try (Service service = new Service()) {
            WebSocket ada = service.connect();
            done(ada.sendText("hello", true));
            await().until(() -> service.world.value("carillon.messages.out", "outcome", "accepted") == 1);
            SERIES.matcher(service.prometheus.scrape()).results().forEach(series -> {
                Map<String, Set<String>> labels = SHOWN.computeIfAbsent(series.group(1), name -> new TreeMap<>());
                if (series.group(2) != null) {
                    LABEL.matcher(series.group(2))
                            .results()
                            .forEach(label -> labels.computeIfAbsent(label.group(1), key -> new TreeSet<>())
                                    .add(label.group(2)));
                }
            });
        }
    }

    @AfterAll
    static void forget() {
        SHOWN.clear();
    }

    @Test
    void everyQueryOfTheDashboardNamesWhatIsThere() throws Exception {
        List<String> queries = new ArrayList<>();
        JsonObject dashboard = JsonParser.parseString(Files.readString(Path.of("dashboards/carillon.json")))
                .getAsJsonObject();
        Set<Integer> ids = new HashSet<>();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            JsonObject one = panel.getAsJsonObject();
            assertThat(ids.add(one.get("id").getAsInt()))
                    .as("id of %s", one.get("title"))
                    .isTrue();
            if (one.has("targets")) {
                one.getAsJsonArray("targets")
                        .forEach(target ->
                                queries.add(target.getAsJsonObject().get("expr").getAsString()));
            }
        }
        dashboard.getAsJsonObject("templating").getAsJsonArray("list").asList().stream()
                .filter(variable ->
                        variable.getAsJsonObject().get("type").getAsString().equals("query"))
                .forEach(variable ->
                        queries.add(variable.getAsJsonObject().get("query").getAsString()));
        assertThat(queries).hasSizeGreaterThan(20);
        queries.forEach(DashboardTest::check);
    }

    @Test
    void everyAlertNamesWhatIsThereAndSaysWhatToDo() throws Exception {
        List<Map<String, Object>> rules = rules();
        assertThat(rules).hasSizeGreaterThan(6);
        for (Map<String, Object> rule : rules) {
            assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
            assertThat((Map<?, ?>) rule.get("annotations"))
                    .as("%s", rule.get("alert"))
                    .extracting("summary", "description")
                    .doesNotContainNull();
            check((String) rule.get("expr"));
        }
    }

    @Test
    void everyMetricIsOnTheDashboard() throws IOException {
        String dashboard = Files.readString(Path.of("dashboards/carillon.json"));
        Set<String> families = SHOWN.keySet().stream()
                .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(families).allSatisfy(family -> assertThat(dashboard).contains(family));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(Path.of("dashboards/carillon-alerts.yml")));
        return ((List<Map<String, Object>>) file.get("groups"))
                .stream()
                        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                        .toList();
    }

    private static void check(String query) {
        List<String> names =
                METRIC.matcher(query).results().map(found -> found.group()).toList();
        assertThat(names).as(query).isNotEmpty().allMatch(SHOWN::containsKey);
        SELECTOR.matcher(query)
                .results()
                .forEach(selector -> LABEL.matcher(selector.group(2))
                        .results()
                        .filter(label -> !OF_PROMETHEUS.contains(label.group(1)))
                        .forEach(
                                label -> assertThat(SHOWN.get(selector.group(1)).getOrDefault(label.group(1), Set.of()))
                                        .as("%s of %s", label.group(1), query)
                                        .containsAll(List.of(label.group(2).split("\\|")))));
        GROUPING.matcher(query)
                .results()
                .forEach(grouping -> assertThat(List.of(grouping.group(1).split(",\\s*")))
                        .as(query)
                        .allMatch(label -> OF_PROMETHEUS.contains(label)
                                || names.stream()
                                        .allMatch(name -> SHOWN.get(name).containsKey(label))));
    }
}
