package io.carillon.redis.core;

import static io.carillon.redis.core.Text.text;

import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What goes over one server's link for the store. A stage fails as unavailable when nothing happened, and as timed out when nobody knows. */
final class StoreCalls implements Link.Use {
    /** A bound on memory while the server sleeps; a reconnecting instance writes everything it knows at once. */
    private static final int MOST_IN_FLIGHT = 200_000;

    /** How long what the rights are tried out on stays if the link is lost in between. */
    private static final long SCRATCH_MILLIS = 1_000;

    private final Supplier<Spot> spot;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Dialect dialect = Dialect.CLASSIC;
    private volatile @Nullable Wire wire;
    private volatile BackplaneUnavailableException why =
            new BackplaneUnavailableException("not connected to Redis yet");
    private volatile boolean closed;
    private volatile Runnable heard = () -> {};

    /**
     * Calls with no link yet.
     *
     * @param spot where the rights may be tried out
     */
    StoreCalls(Supplier<Spot> spot) {
        this.spot = spot;
    }

    void onReply(Runnable listener) {
        heard = listener;
    }

    /** From now on what waits fails as unavailable: nobody will ever know. */
    void close() {
        closed = true;
    }

    boolean isLinked() {
        return wire != null;
    }

    BackplaneUnavailableException unavailable() {
        return new BackplaneUnavailableException(String.valueOf(why.getMessage()));
    }

    /** Numbers come as {@link Long}, texts as {@code byte[]}, and what is nested as lists. */
    CompletableFuture<List<Object>> run(Script script, List<String> keys, List<byte[]> args, boolean asking) {
        return inFlight(now -> eval(now, script, keys, args, asking));
    }

    /** A command on one key. Empty where Redis answers with nothing. */
    CompletableFuture<Optional<Object>> command(String command, String key, boolean asking, byte[]... args) {
        List<byte[]> all = new ArrayList<>(1 + args.length);
        all.add(text(key));
        all.addAll(List.of(args));
        return inFlight(now -> call(now, command, all, asking).thenApply(Optional::ofNullable));
    }

    /** Whether nobody else has claimed it in this time. */
    CompletableFuture<Boolean> claim(String key, Duration time, boolean asking) {
        return inFlight(now -> set(now, key, time.toMillis(), asking).thenApply(answer -> answer != null));
    }

    /** How this server is spoken to about channels. */
    Dialect dialect() {
        return dialect;
    }

    /**
     * Tries every right that the scripts need; {@code EVAL} too, which otherwise is needed only when a server has forgotten them. The
     * scripts come last, since they leave nothing behind.
     */
    @Override
    public CompletionStage<Void> prepare(Wire opened, Server server) {
        Spot here = spot.get();
        dialect = server.dialect();
        List<byte[]> args =
                List.of(text(here.channel()), Frames.canary(0), text(dialect.publish()), text(dialect.count()));
        List<byte[]> all = arguments(Script.RIGHTS, List.of(here.scratch()), args);
        return set(opened, here.scratch(), SCRATCH_MILLIS, false)
                .thenCompose(done -> whole(opened, Script.RIGHTS, all, false))
                .thenCompose(done -> call(opened, "EVALSHA", all, false))
                .thenAccept(done -> {});
    }

    @Override
    public void up(Wire opened) {
        wire = opened;
    }

    @Override
    public void down(BackplaneUnavailableException reason) {
        why = reason;
        wire = null;
    }

    private <T extends @Nullable Object> CompletableFuture<T> inFlight(Function<Wire, CompletableFuture<T>> call) {
        Wire now = wire;
        if (now == null) {
            return CompletableFuture.failedFuture(unavailable());
        }
        if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(new BackplaneUnavailableException(
                    "Redis is too slow: " + MOST_IN_FLIGHT + " commands wait for their answers"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        call.apply(now).whenComplete((value, error) -> {
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

    private static CompletableFuture<@Nullable Object> set(Wire wire, String key, long millis, boolean asking) {
        return call(wire, "SET", List.of(text(key), text("1"), text("NX"), text("PX"), text(millis)), asking);
    }

    /** By its digest; only a server that has not seen the script yet gets all of it. */
    private static CompletableFuture<List<Object>> eval(
            Wire wire, Script script, List<String> keys, List<byte[]> args, boolean asking) {
        List<byte[]> all = arguments(script, keys, args);
        return call(wire, "EVALSHA", all, asking)
                .exceptionallyCompose(error -> RedisErrors.unwrap(error) instanceof RedisRefusedException refusal
                                && refusal.code().equals("NOSCRIPT")
                        ? whole(wire, script, all, asking)
                        : CompletableFuture.failedStage(error))
                .thenApply(StoreCalls::list);
    }

    private static List<byte[]> arguments(Script script, List<String> keys, List<byte[]> args) {
        List<byte[]> all = new ArrayList<>(2 + keys.size() + args.size());
        all.add(script.digest());
        all.add(text(keys.size()));
        keys.forEach(key -> all.add(text(key)));
        all.addAll(args);
        return all;
    }

    private static CompletableFuture<@Nullable Object> whole(
            Wire wire, Script script, List<byte[]> all, boolean asking) {
        List<byte[]> whole = new ArrayList<>(all);
        whole.set(0, script.source());
        return call(wire, "EVAL", whole, asking);
    }

    /** With {@code ASKING} a node serves a slot that is on its way to it. */
    private static CompletableFuture<@Nullable Object> call(
            Wire wire, String name, List<byte[]> arguments, boolean asking) {
        WireCommand command = new WireCommand(name, arguments);
        wire.send(asking ? List.of(new WireCommand("ASKING", List.of()), command) : List.of(command));
        return command.answer();
    }

    @SuppressWarnings("unchecked") // of what Redis answers to a script
    private static List<Object> list(@Nullable Object answer) {
        if (answer == null) {
            return List.of();
        }
        return answer instanceof List<?> many ? (List<Object>) many : List.of(answer);
    }
}
