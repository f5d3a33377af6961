package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Time and memory; the rest is held by the conformance kit. */
class InMemoryValuesTest {
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofNanos(1);
    private static final byte[] VALUE = {7};

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane backplane = new InMemoryBackplane(runtime);
    private final InMemoryValues values = (InMemoryValues) backplane.values().orElseThrow();

    @Test
    void aValueIsThereToTheLastMomentOfItsLife() {
        done(values.put("ticket", VALUE, LIFE));
        runtime.advance(LIFE.minus(TICK));
        assertThat(done(values.get("ticket"))).contains(VALUE);
        runtime.advance(TICK);
        assertThat(done(values.get("ticket"))).isEmpty();
        assertThat(done(values.take("ticket"))).isEmpty();
    }

    @Test
    void aPlaceIsHeldToTheLastMomentOfTheLifeThatWasAskedForLast() {
        assertThat(done(values.hold("ada", "1", 1, LIFE))).isTrue();
        runtime.advance(LIFE.minus(TICK));
        assertThat(done(values.hold("ada", "1", 1, LIFE))).isTrue();
        runtime.advance(LIFE.minus(TICK));
        assertThat(done(values.hold("ada", "2", 1, LIFE))).isFalse();
        runtime.advance(TICK);
        assertThat(done(values.hold("ada", "2", 1, LIFE))).isTrue();
    }

    @Test
    void anOwnerThatRenewsKeepsItsPlaceThoughOthersHaveComeMeanwhile() {
        assertThat(done(values.hold("ada", "1", 1, LIFE))).isTrue();
        backplane.forget();
        assertThat(done(values.hold("ada", "2", 1, LIFE))).isTrue();
        assertThat(done(values.hold("ada", "1", Integer.MAX_VALUE, LIFE))).isTrue();
        assertThat(done(values.hold("ada", "3", 2, LIFE))).isFalse();
    }

    @Test
    void whatABrokerForgetsIsGone() {
        done(values.put("ticket", VALUE, LIFE));
        backplane.forget();
        assertThat(done(values.get("ticket"))).isEmpty();
    }

    @Test
    void whatNobodyAsksForAgainDoesNotPileUp() {
        for (int i = 0; i < 10_000; i++) {
            done(values.put("ticket " + i, VALUE, LIFE));
            done(values.hold("user " + i, "1", 1, LIFE));
            runtime.advance(Duration.ofSeconds(1));
        }
        assertThat(values.size()).isLessThan(300);
    }

    @Test
    void whatIsGivenBackIsNotKept() {
        done(values.put("ticket", VALUE, LIFE));
        done(values.hold("ada", "1", 1, LIFE));
        assertThat(values.size()).isEqualTo(2);
        assertThat(done(values.take("ticket"))).isEqualTo(Optional.of(VALUE));
        done(values.release("ada", "1"));
        assertThat(values.size()).isZero();
    }

    private static <T> T done(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }
}
