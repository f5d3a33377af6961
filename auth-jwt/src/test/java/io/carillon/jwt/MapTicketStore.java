package io.carillon.jwt;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Tickets in a map; answers on another thread, as a broker does, if it is given one. Public, as it serves tests of two packages. */
public final class MapTicketStore implements TicketStore {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Executor answers;
    private final LongSupplier nanoTime;

    public MapTicketStore(Executor answers, LongSupplier nanoTime) {
        this.answers = answers;
        this.nanoTime = nanoTime;
    }

    private record Entry(byte[] value, long end) {}

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        return CompletableFuture.runAsync(
                () -> entries.put(name, new Entry(value, nanoTime.getAsLong() + life.toNanos())), answers);
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        return CompletableFuture.supplyAsync(
                () -> Optional.ofNullable(entries.remove(name))
                        .filter(entry -> nanoTime.getAsLong() - entry.end() < 0)
                        .map(Entry::value),
                answers);
    }

    public Map<String, byte[]> seen() {
        return entries.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
    }
}
