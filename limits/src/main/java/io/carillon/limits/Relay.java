package io.carillon.limits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A stage that ends as another one has, the error as it was and not wrapped. Who holds it as a stage cannot end it. */
final class Relay<T> extends CompletableFuture<T> {

    void end(@Nullable T value, @Nullable Throwable error) {
        if (error == null) {
            complete(value);
        } else {
            completeExceptionally(unwrap(error));
        }
    }

    static <T> Relay<T> failed(Throwable error) {
        Relay<T> relay = new Relay<>();
        relay.completeExceptionally(error);
        return relay;
    }

    static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** A copy, which its caller may end without effect on others. */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
        return copy();
    }
}
