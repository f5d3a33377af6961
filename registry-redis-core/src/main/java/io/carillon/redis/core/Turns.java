package io.carillon.redis.core;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Calls for one thing, one behind the other: a write has several steps, and the second step of one that its caller has
 * given up must not come behind the first of the next one; and what a driver's thread sends may overtake what others have sent.
 *
 * @param <K> what the calls are for, a connection for example
 */
final class Turns<K> {
    private final Map<K, CompletableFuture<?>> last = new ConcurrentHashMap<>();

    <T> CompletionStage<T> next(K id, Supplier<CompletionStage<T>> write) {
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
