package io.carillon.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Looks into a registry of meters. */
final class Meters {
    private Meters() {}

    static double value(MeterRegistry registry, String name, String... tags) {
        return registry.get(name)
                .tags(tags)
                .meter()
                .match(
                        gauge -> gauge.value(),
                        counter -> counter.count(),
                        timer -> (double) timer.count(),
                        summary -> summary.totalAmount(),
                        longTask -> 0.0,
                        timeGauge -> timeGauge.value(TimeUnit.SECONDS),
                        functionCounter -> functionCounter.count(),
                        functionTimer -> functionTimer.count(),
                        other -> Double.NaN);
    }

    /** Every metric with its labels, and every label with its values. */
    static Map<String, Map<String, Set<String>>> labels(MeterRegistry registry) {
        Map<String, Map<String, Set<String>>> all = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Map<String, Set<String>> labels = all.computeIfAbsent(meter.getId().getName(), name -> new TreeMap<>());
            meter.getId()
                    .getTags()
                    .forEach(tag -> labels.computeIfAbsent(tag.getKey(), key -> new TreeSet<>())
                            .add(tag.getValue()));
        }
        return all;
    }
}
