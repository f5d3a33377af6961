package io.carillon.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** A counter with one label, whose values are known beforehand. Counting allocates nothing and contends for nothing. */
final class Tally<E extends Enum<E> & Label> {
    private final String name;
    private final String key;
    private final String description;
    private final E[] labels;
    private final LongAdder[] counts;

    Tally(String name, String key, Class<E> labels, String description) {
        this.name = name;
        this.key = key;
        this.description = description;
        this.labels = labels.getEnumConstants();
        this.counts = Stream.generate(LongAdder::new).limit(this.labels.length).toArray(LongAdder[]::new);
    }

    void add(E label) {
        counts[label.ordinal()].increment();
    }

    void add(E label, long many) {
        counts[label.ordinal()].add(many);
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        for (E label : labels) {
            FunctionCounter.builder(name, counts[label.ordinal()], LongAdder::sum)
                    .tags(tags.and(key, label.label()))
                    .description(description)
                    .register(registry);
        }
    }
}
