package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OperationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private final ManualRuntime runtime = new ManualRuntime();
    private final CompletableFuture<String> attempt = new CompletableFuture<>();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void whatIsChainedRunsNeitherOnTheDriversThreadNorBeforeTheEnd() {
        Operation.of(attempt, runtime, TIMEOUT).thenAccept(seen::add);
        attempt.complete("done");
        assertThat(seen).isEmpty();
        runtime.run();
        assertThat(seen).containsExactly("done");
        assertThat(runtime.timers()).isZero();
    }

    @Test
    void whenItsTimeIsUpItFailsAndTheAttemptKnows() {
        CompletionStage<String> stage = Operation.of(attempt, runtime, TIMEOUT);
        stage.whenComplete((value, error) -> seen.add(error));
        runtime.advance(Duration.ofMillis(4_999));
        assertThat(seen).isEmpty();
        runtime.advance(Duration.ofMillis(1));
        assertThat(seen).hasOnlyElementsOfType(BackplaneTimeoutException.class).hasSize(1);
        assertThat(attempt.complete("too late")).isFalse();
    }

    @Test
    void errorsOfTheRegistryComeUnwrapped() {
        BackplaneUnavailableException error = new BackplaneUnavailableException("down");
        Operation.of(attempt, runtime, TIMEOUT).whenComplete((value, seenError) -> seen.add(seenError));
        attempt.completeExceptionally(new CompletionException(new CompletionException(error)));
        runtime.run();
        assertThat(seen).containsExactly(error);
    }

    @Test
    void anErrorThatIsNotTheRegistrysIsOnlyACause() {
        IllegalStateException error = new IllegalStateException("driver");
        attempt.completeExceptionally(error);
        Operation.of(attempt, runtime, TIMEOUT).whenComplete((value, seenError) -> seen.add(seenError));
        assertThat(seen).hasOnlyElementsOfType(BackplaneTimeoutException.class);
        assertThat(((Throwable) seen.get(0)).getCause()).isSameAs(error);
    }

    @Test
    void callersCannotCompleteIt() {
        CompletableFuture<String> stage = (CompletableFuture<String>) Operation.of(attempt, runtime, TIMEOUT);
        assertThatThrownBy(() -> stage.complete("mine")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> stage.completeExceptionally(new Error()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> stage.cancel(true)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> stage.obtrudeValue("mine")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(stage.toCompletableFuture().complete("a copy of mine")).isTrue();
        assertThat(stage).isNotDone();
        assertThat(stage.thenApply(value -> value).complete("a step of mine")).isTrue();
        assertThat(attempt).isNotDone();
    }
}
