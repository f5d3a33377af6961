package io.carillon.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** How often each of some operations ends, how, and how long it takes. */
final class Calls<O extends Enum<O> & Label> {
    private final String key;
    private final O[] operations;
    private final Latency[][] latencies;

    Calls(String name, String key, Class<O> operations, String description) {
        this.key = key;
        this.operations = operations.getEnumConstants();
        this.latencies = new Latency[this.operations.length][Outcome.values().length];
        for (Latency[] row : latencies) {
            for (int i = 0; i < row.length; i++) {
                row[i] = new Latency(name, false, description);
            }
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
        for (O operation : operations) {
            for (Outcome outcome : Outcome.values()) {
                latencies[operation.ordinal()][outcome.ordinal()].bindTo(
                        registry, tags.and(key, operation.label(), "outcome", outcome.label()));
            }
        }
    }

    private void ended(O operation, Outcome outcome, long begun) {
        latencies[operation.ordinal()][outcome.ordinal()].record(System.nanoTime() - begun);
    }
}
