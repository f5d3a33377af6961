package io.carillon.redis.core;

import io.carillon.ConnectionId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Writes for one connection, one behind the other: a write has several steps, and the second step of one that its caller has
 * given up must not come behind the first of the next one.
 */
final class Turns {
    private final Map<ConnectionId, CompletableFuture<?>> last = new ConcurrentHashMap<>();

    <T> CompletionStage<T> next(ConnectionId id, Supplier<CompletionStage<T>> write) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<?> before = last.put(id, mine);
        mine.whenComplete((value, error) -> last.remove(id, mine));
        if (before == null) {
            begin(write, mine);
        } else {
            before.whenComplete((value, error) -> begin(write, mine));
        }
        return mine.copy(); // who holds it cannot end it, and so not break the order
    }

    private static <T> void begin(Supplier<CompletionStage<T>> write, CompletableFuture<T> mine) {
        write.get().whenComplete((value, error) -> {
            if (error == null) {
                mine.complete(value);
            } else {
                mine.completeExceptionally(RedisErrors.of(error));
            }
        });
    }
}
