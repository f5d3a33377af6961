package io.carillon.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** A counter with one label, whose values are known beforehand. Counting allocates nothing and contends for nothing. */
final class Tally<E extends Enum<E> & Label> {
    private final String name;
    private final String key;
    private final String description;
    private final Map<E, LongAdder> counts;

    Tally(String name, String key, Class<E> labels, String description) {
        this.name = name;
        this.key = key;
        this.description = description;
        this.counts = new EnumMap<>(labels);
        for (E label : labels.getEnumConstants()) {
            counts.put(label, new LongAdder());
        }
    }

    void add(E label) {
        add(label, 1);
    }

    void add(E label, long many) {
        Objects.requireNonNull(counts.get(label)).add(many);
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        counts.forEach((label, count) -> FunctionCounter.builder(name, count, LongAdder::sum)
                .tags(tags.and(key, label.label()))
                .description(description)
                .register(registry));
    }
}
