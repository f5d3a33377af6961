package io.carillon.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Prometheus' own tool says of every alert that it fires when it should, and not otherwise. */
class AlertRulesTest {
    private static final String RULES = "carillon-alerts.yml";
    private static final String CASES = "carillon-alerts-test.yml";
    private static final Path FOLDER = Path.of("dashboards");

    private static Path promtool;

    @TempDir
    private Path copies;

    @BeforeAll
    static void find() {
        promtool = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(AlertRulesTest::missing);
    }

    private static Path missing() {
        String missing = "the part 'prometheus' is missing: promtool is not on the PATH";
        List<String> required = Arrays.asList(
                System.getenv().getOrDefault("CARILLON_REQUIRED", "").split(","));
        return required.contains("prometheus") ? fail(missing) : abort(missing);
    }

    @Test
    void theRulesAreCorrect() throws Exception {
        assertThat(promtool(FOLDER, "check", "rules", RULES)).isZero();
        // As --lint-fatal would say, which promtool had not always.
        assertThat(rules(read()).stream().map(rule -> rule.get("alert"))).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertFiresWhenItShouldAndNotOtherwise() throws Exception {
        assertThat(promtool(FOLDER, "test", "rules", CASES)).isZero();
    }

    @Test
    void everyAlertHasACaseThatSeesItFireTooSoon() throws Exception {
        String cases = Files.readString(FOLDER.resolve(CASES));
        Files.writeString(copies.resolve(CASES), cases);
        Files.writeString(copies.resolve(RULES), new Yaml().dump(read()));
        assertThat(promtool(copies, "test", "rules", CASES)).as("as they are").isZero();
        int rules = rules(read()).size();
        assertThat(rules).isGreaterThan(6);
        for (int i = 0; i < rules; i++) {
            String name = (String) rules(read()).get(i).get("alert");
            assertThat(cases).contains("alertname=\"" + name + "\"");
            assertThat(withoutThreshold(i)).as("%s fires always", name).isNotZero();
        }
    }

    private int withoutThreshold(int number) throws Exception {
        Map<String, Object> file = read();
        Map<String, Object> rule = rules(file).get(number);
        String expression = (String) rule.get("expr");
        String always = expression.replaceAll("(==|>) [0-9.]+$", ">= 0");
        assertThat(always).isNotEqualTo(expression);
        rule.put("expr", always);
        Files.writeString(copies.resolve(RULES), new Yaml().dump(file));
        return promtool(copies, "test", "rules", CASES);
    }

    private static Map<String, Object> read() throws Exception {
        return new Yaml().load(Files.readString(FOLDER.resolve(RULES)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules(Map<String, Object> file) {
        return (List<Map<String, Object>>)
                ((List<Map<String, Object>>) file.get("groups")).get(0).get("rules");
    }

    private static int promtool(Path folder, String... arguments) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(promtool.toString()), Stream.of(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int result = process.waitFor();
        if (said.contains("error parsing") || said.contains("panic")) {
            throw new AssertionError(said);
        }
        return result;
    }
}
