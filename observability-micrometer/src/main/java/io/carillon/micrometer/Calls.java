package io.carillon.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** How often each of some operations ends, how, and how long it takes. */
final class Calls<O extends Enum<O> & Label> {
    private final String key;
    private final Map<O, Map<Outcome, Latency>> latencies;

    Calls(String name, String key, Class<O> operations, String description) {
        this.key = key;
        this.latencies = new EnumMap<>(operations);
        for (O operation : operations.getEnumConstants()) {
            Map<Outcome, Latency> byOutcome = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                byOutcome.put(outcome, new Latency(name, false, description));
            }
            latencies.put(operation, byOutcome);
        }
    }

    /** Begins an operation and returns its own stage, so that whoever looks whether that is done sees what it would see without us. */
    <T> CompletionStage<T> time(O operation, Supplier<CompletionStage<T>> call) {
        return time(operation, call, done -> Outcome.DONE);
    }

    <T> CompletionStage<T> time(O operation, Supplier<CompletionStage<T>> call, Function<T, Outcome> outcome) {
        long begun = System.nanoTime();
        try {
            CompletionStage<T> stage = call.get();
            stage.whenComplete((value, error) ->
                    ended(operation, error == null ? outcome.apply(value) : Outcome.of(error), begun));
            return stage;
        } catch (RuntimeException e) {
            ended(operation, Outcome.of(e), begun);
            throw e;
        }
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        latencies.forEach((operation, byOutcome) -> byOutcome.forEach((outcome, latency) ->
                latency.bindTo(registry, tags.and(key, operation.label(), "outcome", outcome.label()))));
    }

    private void ended(O operation, Outcome outcome, long begun) {
        Map<Outcome, Latency> byOutcome = Objects.requireNonNull(latencies.get(operation));
        Objects.requireNonNull(byOutcome.get(outcome)).record(System.nanoTime() - begun);
    }
}
