package io.carillon.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} lists what there is: every metric with its type and labels, and every value of a label. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final Pattern METRIC =
            Pattern.compile("\\| `(carillon[a-z.]+)` \\| ([a-z ]+) \\| ([a-z0-9 ]+) \\|([^|]*)\\| .+ \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void everyMetricIsListedAndEveryListedOneIsThere() throws Exception {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = METRIC.matcher(line);
            if (row.matches()) {
                listed.put(row.group(1), row.group(2) + " " + words(row.group(4)));
            }
        }
        try (Service service = new Service()) {
            Map<String, Map<String, Set<String>>> labels = Meters.labels(service.prometheus);
            Map<String, String> there = new TreeMap<>();
            for (Meter meter : service.prometheus.getMeters()) {
                String name = meter.getId().getName();
                there.put(
                        name,
                        type(meter, service.prometheus) + " " + labels.get(name).keySet());
            }
            assertThat(listed).isEqualTo(there);
        }
    }

    @Test
    void everyValueOfALabelIsListed() throws Exception {
        Set<String> listed = new TreeSet<>();
        Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("## Values of labels"))
                .filter(line -> line.startsWith("|"))
                .map(line -> line.substring(line.indexOf('|', 1)))
                .forEach(line -> listed.addAll(words(line)));
        Set<String> there = new TreeSet<>();
        try (Service service = new Service()) {
            Map<String, Map<String, Set<String>>> labels = Meters.labels(service.prometheus);
            labels.remove("carillon.limits.refused"); // those are the application's
            labels.remove("carillon.external"); // and those are listed where they are counted
            labels.values().forEach(keys -> keys.values().forEach(there::addAll));
        }
        assertThat(listed).isEqualTo(there);
    }

    private static String type(Meter meter, MeterRegistry registry) {
        return switch (meter.getId().getType()) {
            case GAUGE -> "gauge";
            case COUNTER -> "counter";
            case TIMER ->
                registry.get(meter.getId().getName()).timer().takeSnapshot().histogramCounts().length > 0
                        ? "timer with buckets"
                        : "timer";
            default -> meter.getId().getType().name();
        };
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        CODE.matcher(text).results().forEach(word -> words.add(word.group(1)));
        return words;
    }
}
