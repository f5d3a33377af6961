package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs scripts and commands, each on the server where its keys are. A stage fails as {@link StoreCalls} says. */
final class ScriptCalls {
    private final Routes routes;

    ScriptCalls(Routes routes) {
        this.routes = routes;
    }

    /** Where the first of the keys is; the others share its slot. */
    CompletableFuture<List<Object>> call(Script script, List<String> keys, List<byte[]> args) {
        return on(keys.get(0)).run(script, keys, args);
    }

    /** A command on one key. */
    CompletableFuture<@Nullable Object> command(String command, String key, byte[]... args) {
        return on(key).command(command, key, args);
    }

    /** Where this channel is. */
    CompletableFuture<List<Object>> callAt(String channel, Script script, List<byte[]> args) {
        return on(channel).run(script, List.of(), args);
    }

    /** Whether nobody else has claimed it in this time. */
    CompletableFuture<Boolean> claim(String key, Duration time) {
        return on(key).claim(key, time);
    }

    /** Why nothing can be done with these keys at the moment, if so. */
    Optional<BackplaneUnavailableException> unavailable(Collection<String> keys) {
        return keys.stream()
                .map(this::on)
                .filter(calls -> !calls.isLinked())
                .findFirst()
                .map(StoreCalls::unavailable);
    }

    private StoreCalls on(String name) {
        return routes.to(name).store();
    }
}
