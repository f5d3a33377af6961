package io.carillon.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** How long something takes, in every registry that it is bound to; nowhere, before it is. */
final class Latency {
    /** From what a small group takes to where an operator has to look. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(10_000),
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5)
    };

    private final String name;
    private final String description;
    private final boolean spread;
    private final List<Timer> timers = new CopyOnWriteArrayList<>();

    /**
     * Bound to nothing yet.
     *
     * @param spread whether it is counted in buckets too
     */
    Latency(String name, boolean spread, String description) {
        this.name = name;
        this.spread = spread;
        this.description = description;
    }

    void record(long nanos) {
        for (int i = 0, size = timers.size(); i < size; i++) { // an iterator would be an object for each message
            timers.get(i).record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    void bindTo(MeterRegistry registry, Tags tags) {
        Timer.Builder builder = Timer.builder(name).tags(tags).description(description);
        Timer timer = (spread ? builder.serviceLevelObjectives(BUCKETS) : builder).register(registry);
        if (timers.stream().noneMatch(known -> known == timer)) { // those of two registries are equal
            timers.add(timer);
        }
    }
}
