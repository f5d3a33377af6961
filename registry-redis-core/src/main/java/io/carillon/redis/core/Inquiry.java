package io.carillon.redis.core;

import io.carillon.BackplaneTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A few commands over a wire that is opened for them alone. */
final class Inquiry {
    private final Duration patience;
    private final Control control;

    Inquiry(Duration patience, Control control) {
        this.patience = patience;
        this.control = control;
    }

    /**
     * Asks, and closes the wire.
     *
     * @param opening opens it
     * @param commands which
     * @return the answers, in their order; fails as the first that fails does, or when there is none for too long
     */
    CompletableFuture<List<@Nullable Object>> ask(
            Function<RedisWire.Listener, CompletionStage<RedisWire>> opening, List<WireCommand> commands) {
        CompletableFuture<List<@Nullable Object>> answers = new CompletableFuture<>();
        CompletionStage<RedisWire> opened;
        try {
            opened = opening.apply(() -> {});
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        Runnable stop = control.after(
                patience, () -> answers.completeExceptionally(new BackplaneTimeoutException("no answer in time")));
        answers.whenComplete((all, error) -> {
            stop.run();
            opened.thenAccept(RedisWire::closeAsync);
        });
        opened.whenComplete((wire, error) -> {
            if (error != null) {
                answers.completeExceptionally(RedisErrors.unwrap(error));
                return;
            }
            collect(commands, answers);
            wire.send(commands);
        });
        return answers;
    }

    private static void collect(List<WireCommand> commands, CompletableFuture<List<@Nullable Object>> into) {
        CompletableFuture<?>[] each = commands.stream().map(WireCommand::answer).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(each).whenComplete((done, error) -> {
            if (error != null) {
                into.completeExceptionally(RedisErrors.unwrap(error));
                return;
            }
            List<@Nullable Object> all = new ArrayList<>();
            commands.forEach(command -> all.add(command.answer().join()));
            into.complete(all);
        });
    }
}
