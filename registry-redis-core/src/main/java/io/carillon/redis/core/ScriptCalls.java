package io.carillon.redis.core;

import static io.carillon.redis.core.Text.text;

import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs scripts and commands, each on the server where its keys are. A stage fails as {@link StoreCalls} says. */
final class ScriptCalls {
    private final Routes routes;
    private final Redirections redirections;

    ScriptCalls(Routes routes, Control control) {
        this.routes = routes;
        this.redirections = new Redirections(routes, control);
    }

    /** Where the first of the keys is; the others share its slot. */
    CompletableFuture<List<Object>> call(Script script, List<String> keys, List<byte[]> args) {
        return redirections.follow(
                keys.get(0), (store, asking) -> asking ? notHalfway() : store.run(script, keys, args, false));
    }

    /**
     * A script reads keys that it finds in others. Where a slot is on its way, some of them may be missing that are not gone: so it waits
     * until the slot has arrived.
     */
    private static CompletableFuture<List<Object>> notHalfway() {
        return CompletableFuture.failedFuture(
                RedisErrors.of(new RedisRefusedException("TRYAGAIN the slot is on its way", null)));
    }

    /** A command on one key. Empty where Redis answers with nothing. */
    CompletableFuture<Optional<Object>> command(String command, String key, byte[]... args) {
        return redirections.follow(key, (store, asking) -> store.command(command, key, asking, args));
    }

    /** Where this channel is. The script gets it, what is to be published there, and in which words that is said. */
    CompletableFuture<List<Object>> publish(Script script, String channel, byte[] payload) {
        return redirections.follow(channel, (store, asking) -> {
            Dialect dialect = store.dialect();
            List<byte[]> args = List.of(text(channel), payload, text(dialect.publish()), text(dialect.count()));
            return store.run(script, List.of(), args, asking).exceptionallyCompose(ScriptCalls::nothingDone);
        });
    }

    /** Whether nobody else has claimed it in this time. */
    CompletableFuture<Boolean> claim(String key, Duration time) {
        return redirections.follow(key, (store, asking) -> store.claim(key, time, asking));
    }

    /** To publish is all that such a script does: if the channel is not there, nothing has happened. */
    private static CompletionStage<List<Object>> nothingDone(Throwable error) {
        Throwable cause = RedisErrors.unwrap(error);
        return CompletableFuture.failedStage(
                RedisErrors.isElsewhereHalfway(cause)
                        ? RedisErrors.of(new RedisRefusedException("MOVED from under a script", cause))
                        : cause);
    }

    /** Why nothing can be done with these keys at the moment, if so. */
    Optional<BackplaneUnavailableException> unavailable(Collection<String> keys) {
        return keys.stream()
                .map(key -> routes.to(key).store())
                .filter(calls -> !calls.isLinked())
                .findFirst()
                .map(StoreCalls::unavailable);
    }
}
