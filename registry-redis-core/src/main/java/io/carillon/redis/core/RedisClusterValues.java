package io.carillon.redis.core;

import static io.carillon.redis.core.Text.text;

import io.carillon.LimitExceededException;
import io.carillon.Names;
import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Values for the whole cluster: a key for each value, and one for each name under which places are held. One command each. */
final class RedisClusterValues implements ClusterValues {
    private final Turns<String> turns = new Turns<>();
    private final RedisKeys keys;
    private final ScriptCalls calls;

    RedisClusterValues(RedisKeys keys, ScriptCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        String key = keys.value(Names.check("value", name));
        byte[] millis = text(ClusterValues.checkLife(life));
        if (value.length > MAX_VALUE_BYTES) {
            return CompletableFuture.failedStage(new LimitExceededException(
                    "the value has " + value.length + " bytes, expected at most " + MAX_VALUE_BYTES));
        }
        return turns.next(
                name, () -> calls.command("SET", key, value, text("PX"), millis).thenAccept(done -> {}));
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return read("GET", name);
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        return read("GETDEL", name);
    }

    @Override
    public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
        String key = keys.places(Names.check("value", name));
        byte[] who = text(Names.check("holder", holder));
        byte[] millis = text(ClusterValues.checkLife(life));
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + ", expected 1 or more");
        }
        return turns.next(
                name,
                () -> calls.call(Script.HOLD, List.of(key), List.of(who, text(limit), millis))
                        .thenApply(answer -> answer.get(0).equals(1L)));
    }

    @Override
    public CompletionStage<Void> release(String name, String holder) {
        String key = keys.places(Names.check("value", name));
        byte[] who = text(Names.check("holder", holder));
        return turns.next(name, () -> calls.command("ZREM", key, who).thenAccept(done -> {}));
    }

    private CompletionStage<Optional<byte[]>> read(String command, String name) {
        String key = keys.value(Names.check("value", name));
        return turns.next(
                name, () -> calls.command(command, key).thenApply(answer -> Optional.ofNullable((byte[]) answer)));
    }
}
