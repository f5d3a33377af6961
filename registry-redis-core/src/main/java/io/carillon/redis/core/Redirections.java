package io.carillon.redis.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Goes where a node of a Redis Cluster sends a command. Only what has done nothing so far is sent again, and only for a while: a slot that
 * is on its way from one node to another may be served by neither.
 */
final class Redirections {
    private static final int MOST_TURNS = 80;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Routes routes;
    private final Control control;

    Redirections(Routes routes, Control control) {
        this.routes = routes;
        this.control = control;
    }

    /**
     * What is to be called.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        CompletableFuture<T> on(StoreCalls store, boolean asking);
    }

    <T extends @Nullable Object> CompletableFuture<T> follow(String name, Call<T> call) {
        return follow(name, call, 1);
    }

    private <T extends @Nullable Object> CompletableFuture<T> follow(String name, Call<T> call, int turn) {
        StoreCalls store = routes.to(name).store();
        return call.on(store, false).exceptionallyCompose(error -> next(name, call, turn, error));
    }

    private <T extends @Nullable Object> CompletionStage<T> next(String name, Call<T> call, int turn, Throwable error) {
        Optional<String> reply = RedisErrors.elsewhere(error);
        if (reply.isEmpty() || turn >= MOST_TURNS || reply.get().startsWith("CLUSTERDOWN")) {
            return CompletableFuture.failedStage(RedisErrors.unwrap(error));
        }
        Optional<Master> referred = reply.get().startsWith("ASK ")
                ? routes.at(reply.get().substring(reply.get().lastIndexOf(' ') + 1))
                : Optional.empty();
        if (referred.isPresent()) {
            return call.on(referred.get().store(), true).exceptionallyCompose(again -> retry(name, call, turn, again));
        }
        if (reply.get().startsWith("TRYAGAIN")) {
            return pause().thenCompose(done -> follow(name, call, turn + 1));
        }
        CompletableFuture<Void> found = routes.misled(reply.get());
        return (turn == 1 ? found : found.thenCompose(done -> pause()))
                .thenCompose(done -> follow(name, call, turn + 1));
    }

    /** The one to which the slot is on its way has perhaps not got all keys yet. */
    private <T extends @Nullable Object> CompletionStage<T> retry(
            String name, Call<T> call, int turn, Throwable error) {
        return RedisErrors.elsewhere(error).isPresent() && turn < MOST_TURNS
                ? pause().thenCompose(done -> follow(name, call, turn + 1))
                : CompletableFuture.failedStage(RedisErrors.unwrap(error));
    }

    private CompletableFuture<Void> pause() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        control.after(PAUSE, () -> over.complete(null));
        return over;
    }
}
