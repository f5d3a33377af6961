package io.carillon.jwt;

import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers a little later, on another thread, as a broker does. Public, as it serves tests of two packages. */
public class LaterValues implements ClusterValues {
    private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final ClusterValues values;

    public LaterValues(ClusterValues values) {
        this.values = values;
    }

    private static <T> CompletionStage<T> later(Supplier<CompletionStage<T>> call) {
        return CompletableFuture.supplyAsync(call, LATER).thenCompose(answer -> answer);
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        return later(() -> values.put(name, value, life));
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return later(() -> values.get(name));
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        return later(() -> values.take(name));
    }

    @Override
    public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
        return later(() -> values.hold(name, holder, limit, life));
    }

    @Override
    public CompletionStage<Void> release(String name, String holder) {
        return later(() -> values.release(name, holder));
    }
}
