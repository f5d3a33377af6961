package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.RegistryException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stage that a caller of the hub holds: it ends exactly once and within the operation timeout, only the hub can end
 * it, and what is chained to it runs on the caller's thread or on the callback executor, never on a driver's.
 */
final class Operation<T> extends CompletableFuture<T> {

    private Operation() {}

    /**
     * Shows an attempt to the application. When its time is up the attempt fails, unless it has ended; so whoever carries
     * it out finds by {@code complete} whether the caller was told of success.
     */
    static <T> CompletionStage<T> of(CompletableFuture<T> attempt, HubRuntime runtime, Duration timeout) {
        Operation<T> operation = new Operation<>();
        if (attempt.isDone()) {
            attempt.whenComplete(operation::end);
            return operation;
        }
        HubRuntime.Timer timer = runtime.timeout(timeout, () -> attempt.completeExceptionally(timedOut(timeout)));
        attempt.whenComplete((value, error) -> {
            timer.cancel();
            runtime.callbacks().execute(() -> operation.end(value, error));
        });
        return operation;
    }

    /** For the hub's inner works: the same stage, or a time-out if it takes longer. */
    static <T> CompletionStage<T> within(CompletionStage<T> stage, HubRuntime runtime, Duration timeout) {
        if (stage.toCompletableFuture().isDone()) {
            return stage;
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        HubRuntime.Timer timer = runtime.timeout(timeout, () -> bounded.completeExceptionally(timedOut(timeout)));
        stage.whenComplete((value, error) -> {
            timer.cancel();
            end(bounded, value, error);
        });
        return bounded;
    }

    /** Ends a stage as another has ended. */
    static <T> void end(CompletableFuture<T> stage, @Nullable T value, @Nullable Throwable error) {
        if (error == null) {
            stage.complete(value);
        } else {
            stage.completeExceptionally(unwrap(error));
        }
    }

    /** A stage that has failed already. */
    static <T> CompletionStage<T> failed(RegistryException error) {
        Operation<T> operation = new Operation<>();
        operation.end(null, error);
        return operation;
    }

    private static BackplaneTimeoutException timedOut(Duration timeout) {
        return new BackplaneTimeoutException("no answer within " + timeout + ", the outcome is unknown");
    }

    /** The registry's own error: not wrapped, and never a driver's. */
    static RegistryException unwrap(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RegistryException known
                ? known
                : new BackplaneTimeoutException("the backplane failed unexpectedly, the outcome is unknown", cause);
    }

    private void end(@Nullable T value, @Nullable Throwable error) {
        if (error == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(unwrap(error));
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** A copy, which the caller may complete or cancel without effect on others. */
    @Override
    public CompletableFuture<T> toCompletableFuture() {
        return copy();
    }

    @Override
    public boolean complete(T value) {
        throw readOnly();
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        throw readOnly();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        throw readOnly();
    }

    @Override
    public void obtrudeValue(T value) {
        throw readOnly();
    }

    @Override
    public void obtrudeException(Throwable error) {
        throw readOnly();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw readOnly();
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw readOnly();
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("only the registry can complete its stages");
    }
}
