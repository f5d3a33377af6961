package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneUnavailableException;
import io.carillon.RegistryClosedException;
import io.carillon.Target;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The state machine of a subject, over a broker that answers when the test says so. */
class InterestsTest {
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Target LOBBY = new Target.Group("lobby");

    private final ManualRuntime runtime = new ManualRuntime();
    private final SlowBroker broker = new SlowBroker();
    private final Interests interests = new Interests(broker, runtime, LINGER, (interest, payload) -> {}, lost -> {});

    @Test
    void whoComesIsToldWhenTheBrokerHasConfirmed() {
        CompletableFuture<Interest> first = interests.acquire(LOBBY);
        CompletableFuture<Interest> second = interests.acquire(LOBBY);
        assertThat(broker.log).containsExactly("subscribe lobby");
        assertThat(first).isNotDone();
        broker.confirm();
        assertThat(first).isCompletedWithValue(interests.find(LOBBY));
        assertThat(second).isCompletedWithValue(interests.find(LOBBY));
        assertThat(interests.acquire(LOBBY)).isDone();
        assertThat(broker.log).hasSize(1);
    }

    @Test
    void theSubscriptionOutlivesTheLastByALinger() {
        Interest interest = acquired();
        interests.release(interest);
        runtime.advance(LINGER.minusMillis(1));
        assertThat(broker.log).containsExactly("subscribe lobby");
        runtime.advance(Duration.ofMillis(1));
        assertThat(broker.log).containsExactly("subscribe lobby", "unsubscribe lobby");
        broker.confirm();
        assertThat(interests.find(LOBBY)).isNull();
        assertThat((Map<?, ?>) Bounds.field(interests, "interests")).isEmpty();
    }

    @Test
    void whoComesBackWhileItLingersFindsItThere() {
        Interest interest = acquired();
        interests.release(interest);
        runtime.advance(LINGER.dividedBy(2));
        assertThat(interests.acquire(LOBBY)).isCompletedWithValue(interest);
        runtime.advance(LINGER.multipliedBy(2));
        assertThat(broker.log).containsExactly("subscribe lobby");
        assertThat(runtime.timers()).isZero();
    }

    @Test
    void whoComesWhileItUnsubscribesWaitsAndThenItSubscribesAgain() {
        interests.release(acquired());
        runtime.advance(LINGER);
        CompletableFuture<Interest> next = interests.acquire(LOBBY);
        assertThat(broker.log).containsExactly("subscribe lobby", "unsubscribe lobby");
        broker.confirm();
        assertThat(broker.log).containsExactly("subscribe lobby", "unsubscribe lobby", "subscribe lobby");
        assertThat(next).isNotDone();
        broker.confirm();
        assertThat(next).isCompletedWithValue(interests.find(LOBBY));
    }

    @Test
    void aRefusedSubscriptionLeavesNothingAndTheNextTriesAgain() {
        CompletableFuture<Interest> first = interests.acquire(LOBBY);
        CompletableFuture<Interest> second = interests.acquire(LOBBY);
        broker.refuse();
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat((Map<?, ?>) Bounds.field(interests, "interests")).isEmpty();
        CompletableFuture<Interest> third = interests.acquire(LOBBY);
        broker.confirm();
        assertThat(third).isCompleted();
        interests.release(third.join());
        runtime.advance(LINGER);
        assertThat(broker.log).containsExactly("subscribe lobby", "subscribe lobby", "unsubscribe lobby");
    }

    @Test
    void itEndsOnlyWhenEverybodyHasGone() {
        Interest interest = acquired();
        interests.acquire(LOBBY);
        interests.release(interest);
        runtime.advance(LINGER.multipliedBy(2));
        assertThat(broker.log).containsExactly("subscribe lobby");
        interests.release(interest);
        runtime.advance(LINGER);
        assertThat(broker.log).containsExactly("subscribe lobby", "unsubscribe lobby");
    }

    @Test
    void aConfirmationAfterTheCloseIsTakenBack() {
        interests.acquire(LOBBY);
        interests.close();
        broker.confirm();
        assertThat(broker.log).containsExactly("subscribe lobby", "unsubscribe lobby");
        assertThat(interests.acquire(LOBBY))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RegistryClosedException.class);
    }

    private Interest acquired() {
        CompletableFuture<Interest> stage = interests.acquire(LOBBY);
        broker.confirm();
        return stage.join();
    }

    private static final class SlowBroker implements PubSubSystem {
        private final List<String> log = new ArrayList<>();
        private Runnable confirm = () -> {};
        private Runnable refuse = () -> {};

        void confirm() {
            confirm.run();
        }

        void refuse() {
            refuse.run();
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            log.add("subscribe " + subject.name());
            return pending(() -> {
                log.add("unsubscribe " + subject.name());
                return pending(null);
            });
        }

        private <T> CompletableFuture<T> pending(T value) {
            CompletableFuture<T> stage = new CompletableFuture<>();
            confirm = () -> stage.complete(value);
            refuse = () -> stage.completeExceptionally(new BackplaneUnavailableException("refused on purpose"));
            return stage;
        }

        @Override
        public CompletionStage<Void> publish(Subject subject, byte[] payload) {
            throw new AssertionError("not used here");
        }

        @Override
        public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
            throw new AssertionError("not used here");
        }

        @Override
        public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
            throw new AssertionError("not used here");
        }

        @Override
        public Runnable onStatus(StatusListener listener) {
            throw new AssertionError("not used here");
        }
    }
}
