package io.carillon.limits;

import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Places in a cluster, by a clock of the test's; it can be told to answer otherwise, and writes down what it was asked. */
final class TimedValues implements ClusterValues {
    final List<String> asked = new ArrayList<>();
    private final Map<String, Map<String, Long>> places = new ConcurrentHashMap<>();
    private final ManualTime time;
    Supplier<CompletionStage<Boolean>> answer;

    TimedValues(ManualTime time) {
        this.time = time;
    }

    /** How many places are held, of all names. */
    long held() {
        return places.values().stream()
                .flatMap(holders -> holders.values().stream())
                .filter(this::isAlive)
                .count();
    }

    private boolean isAlive(long end) {
        return end - time.nanoTime() > 0;
    }

    @Override
    public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
        asked.add("hold " + holder + (limit == Integer.MAX_VALUE ? " again" : " of " + limit));
        Map<String, Long> holders = places.computeIfAbsent(name, same -> new ConcurrentHashMap<>());
        holders.values().removeIf(end -> !isAlive(end));
        boolean room = holders.containsKey(holder) || holders.size() < limit;
        if (room) {
            holders.put(holder, time.nanoTime() + life.toNanos());
        }
        return answer == null ? CompletableFuture.completedStage(room) : answer.get();
    }

    @Override
    public CompletionStage<Void> release(String name, String holder) {
        asked.add("release " + holder);
        places.getOrDefault(name, new ConcurrentHashMap<>()).remove(holder);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        throw new UnsupportedOperationException("not needed here");
    }
}
