package io.carillon.redis;

import io.carillon.BackplaneUnavailableException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs scripts over the store's link. A stage fails as unavailable when nothing happened, and as timed out when nobody knows. */
final class ScriptCalls implements Link.Use {
    /** A bound on memory while the server sleeps; a reconnecting instance writes everything it knows at once. */
    private static final int MOST_IN_FLIGHT = 200_000;

    private final String scratch;
    private final String inbox;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
    private volatile BackplaneUnavailableException why =
            new BackplaneUnavailableException("not connected to Redis yet");
    private volatile boolean closed;
    private volatile Runnable heard = () -> {};

    ScriptCalls(String scratch, String inbox) {
        this.scratch = scratch;
        this.inbox = inbox;
    }

    void onReply(Runnable listener) {
        heard = listener;
    }

    /** From now on what waits fails as unavailable: nobody will ever know. */
    void close() {
        closed = true;
    }

    boolean isLinked() {
        return connection != null;
    }

    BackplaneUnavailableException unavailable() {
        return new BackplaneUnavailableException(String.valueOf(why.getMessage()));
    }

    /** Numbers come as {@link Long}, texts as {@code byte[]}, and what is nested as lists. */
    CompletableFuture<List<Object>> call(Script script, List<String> keys, List<byte[]> args) {
        return inFlight(now -> eval(now, script, keys, args));
    }

    /** Whether nobody else has claimed it in this time. */
    CompletableFuture<Boolean> claim(String key, Duration time) {
        return inFlight(now -> now.async()
                .set(key, text("1"), SetArgs.Builder.nx().px(time.toMillis()))
                .toCompletableFuture()
                .thenApply(answer -> answer != null));
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] text(long number) {
        return text(Long.toString(number));
    }

    static String string(Object answer) {
        return new String((byte[]) answer, StandardCharsets.UTF_8);
    }

    /** Tries every right that the scripts need. */
    @Override
    public CompletionStage<Void> prepare(StatefulRedisConnection<String, byte[]> opened) {
        return eval(opened, Script.RIGHTS, List.of(scratch), List.of(text(inbox), Frames.canary(0)))
                .thenCompose(done -> opened.async()
                        .set(scratch, text("1"), SetArgs.Builder.nx().px(1)))
                .thenAccept(done -> {});
    }

    @Override
    public void up(StatefulRedisConnection<String, byte[]> opened) {
        connection = opened;
    }

    @Override
    public void down(BackplaneUnavailableException reason) {
        why = reason;
        connection = null;
    }

    private <T> CompletableFuture<T> inFlight(Call<T> call) {
        StatefulRedisConnection<String, byte[]> now = connection;
        if (now == null) {
            return CompletableFuture.failedFuture(unavailable());
        }
        if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(new BackplaneUnavailableException(
                    "Redis is too slow: " + MOST_IN_FLIGHT + " commands wait for their answers"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        call.on(now).whenComplete((value, error) -> {
            inFlight.decrementAndGet();
            if (error == null) {
                heard.run();
                answer.complete(value);
            } else if (closed) {
                answer.completeExceptionally(new BackplaneUnavailableException("the backplane is closed"));
            } else {
                answer.completeExceptionally(RedisErrors.of(error));
            }
        });
        return answer;
    }

    /** By its digest; only a server that has not seen the script yet gets all of it. */
    private static CompletableFuture<List<Object>> eval(
            StatefulRedisConnection<String, byte[]> connection, Script script, List<String> keys, List<byte[]> args) {
        RedisAsyncCommands<String, byte[]> commands = connection.async();
        String[] names = keys.toArray(new String[0]);
        byte[][] values = args.toArray(new byte[0][]);
        CompletableFuture<Object> answer = commands.<Object>evalsha(
                        script.digest(), ScriptOutputType.MULTI, names, values)
                .toCompletableFuture()
                .exceptionallyCompose(error -> RedisErrors.unwrap(error) instanceof RedisNoScriptException
                        ? commands.eval(script.source(), ScriptOutputType.MULTI, names, values)
                        : CompletableFuture.failedStage(error));
        return answer.thenApply(ScriptCalls::list);
    }

    @SuppressWarnings("unchecked") // MULTI gives a list, or one value where the script returns one
    private static List<Object> list(@Nullable Object answer) {
        if (answer == null) {
            return List.of();
        }
        return answer instanceof List<?> many ? (List<Object>) many : List.of(answer);
    }

    /** What is to be done on a connection. */
    @FunctionalInterface
    private interface Call<T> {
        CompletableFuture<T> on(StatefulRedisConnection<String, byte[]> connection);
    }
}
