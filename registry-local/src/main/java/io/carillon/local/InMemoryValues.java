package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.LimitExceededException;
import io.carillon.Names;
import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values and holders of one JVM, by one clock, under one lock. */
final class InMemoryValues implements ClusterValues {
    private static final int FEW = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final HubRuntime runtime;
    private final Map<String, Value> values = new HashMap<>();
    /** For each name, when each holder's place ends. */
    private final Map<String, Map<String, Long>> holders = new HashMap<>();

    private int cleared = FEW;
    private boolean closed;

    InMemoryValues(HubRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        long end = end(life);
        if (value.length > MAX_VALUE_BYTES) {
            return CompletableFuture.failedStage(new LimitExceededException(
                    "the value has " + value.length + " bytes, expected at most " + MAX_VALUE_BYTES));
        }
        return locked(name, () -> {
            clearUp();
            values.put(name, new Value(value, end));
            return null;
        });
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return locked(name, () -> living(values.get(name)));
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        return locked(name, () -> living(values.remove(name)));
    }

    @Override
    public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
        Names.check("holder", holder);
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + ", expected 1 or more");
        }
        long end = end(life);
        return locked(name, () -> {
            clearUp();
            Map<String, Long> places = holders.computeIfAbsent(name, first -> new HashMap<>());
            places.values().removeIf(this::isOver);
            if (places.size() >= limit && !places.containsKey(holder)) {
                return false;
            }
            places.put(holder, end);
            return true;
        });
    }

    @Override
    public CompletionStage<Void> release(String name, String holder) {
        Names.check("holder", holder);
        return locked(name, () -> {
            holders.computeIfPresent(name, (same, places) -> {
                places.remove(holder);
                return places.isEmpty() ? null : places;
            });
            return null;
        });
    }

    /** Loses everything, as a broker does that comes back empty. */
    void forget() {
        lock.lock();
        try {
            values.clear();
            holders.clear();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** For what nobody asks for again; whenever there is twice as much as the last time, so that it costs next to nothing. */
    private void clearUp() {
        if (values.size() + holders.size() >= 2 * cleared) {
            values.values().removeIf(value -> isOver(value.end));
            holders.values().forEach(places -> places.values().removeIf(this::isOver));
            holders.values().removeIf(Map::isEmpty);
            cleared = Math.max(FEW, values.size() + holders.size());
        }
    }

    /** How many names there is something under. */
    int size() {
        return values.size() + holders.size();
    }

    private Optional<byte[]> living(@Nullable Value value) {
        return value == null || isOver(value.end) ? Optional.empty() : Optional.of(value.bytes);
    }

    private long end(Duration life) {
        return runtime.nanoTime()
                + Duration.ofMillis(ClusterValues.checkLife(life)).toNanos();
    }

    private boolean isOver(long end) {
        return runtime.nanoTime() - end >= 0;
    }

    private <T extends @Nullable Object> CompletionStage<T> locked(String name, Supplier<T> step) {
        Names.check("value", name);
        lock.lock();
        try {
            return closed
                    ? CompletableFuture.failedStage(new BackplaneUnavailableException("the backplane is closed"))
                    : CompletableFuture.completedFuture(step.get());
        } finally {
            lock.unlock();
        }
    }

    private static final class Value {
        private final byte[] bytes;
        private final long end;

        Value(byte[] bytes, long end) {
            this.bytes = bytes;
            this.end = end;
        }
    }
}
