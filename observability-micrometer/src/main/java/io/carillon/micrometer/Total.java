package io.carillon.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;

/** A counter without a label. */
final class Total {
    private final String name;
    private final String description;
    private final LongAdder count = new LongAdder();

    Total(String name, String description) {
        this.name = name;
        this.description = description;
    }

    void add() {
        count.increment();
    }

    void add(long many) {
        count.add(many);
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .tags(tags)
                .description(description)
                .register(registry);
    }
}
