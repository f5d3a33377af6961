package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InMemoryPubSubTest {
    private static final Subject PRICES = Subject.application("prices");
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane backplane = new InMemoryBackplane(runtime);
    private final PubSubSystem pubSub = backplane.pubSub();
    private final List<String> received = new ArrayList<>();

    @Test
    void allSubscribersGetEveryMessageInOrder() {
        subscribe(PRICES, "a:");
        subscribe(PRICES, "b:");
        subscribe(Subject.application("other"), "c:");
        publish("1");
        publish("2");
        runtime.run();
        assertThat(received).containsExactly("a:1", "b:1", "a:2", "b:2");
    }

    @Test
    void aListenerThatThrowsHarmsNoOther() {
        pubSub.subscribe(PRICES, payload -> {
            throw new IllegalStateException("broken on purpose");
        });
        subscribe(PRICES, "b:");
        publish("1");
        runtime.run();
        assertThat(received).containsExactly("b:1");
    }

    @Test
    void aClosedSubscriptionGetsNothingMoreAndTheOthersGoOn() {
        PubSubSystem.Listener listener = payload -> received.add("twice:" + text(payload));
        Subscription first = done(pubSub.subscribe(PRICES, listener));
        done(pubSub.subscribe(PRICES, listener));
        done(first.close());
        done(first.close());
        publish("1");
        runtime.run();
        assertThat(received).containsExactly("twice:1");
    }

    @Test
    void aRequestGetsTheAnswerOfOneResponder() {
        done(pubSub.respond(PRICES, question -> CompletableFuture.completedStage(bytes("to " + text(question)))));
        CompletionStage<byte[]> answer = pubSub.request(PRICES, bytes("q"), TIMEOUT);
        assertThat(text(done(answer))).isEqualTo("to q");
        assertThat(runtime.timers()).isZero();
    }

    @Test
    void aRequestThatNobodyAnswersFailsAtOnce() {
        assertThat(error(pubSub.request(PRICES, bytes("q"), TIMEOUT)))
                .isInstanceOf(BackplaneUnavailableException.class);
    }

    @Test
    void aRequestWithoutAnAnswerRunsIntoItsTimeout() {
        done(pubSub.respond(PRICES, question -> new CompletableFuture<>()));
        CompletionStage<byte[]> answer = pubSub.request(PRICES, bytes("q"), TIMEOUT);
        runtime.advance(TIMEOUT);
        assertThat(error(answer)).isInstanceOf(BackplaneTimeoutException.class);
    }

    @Test
    void aCancelledRequestFreesWhatItHeld() {
        done(pubSub.respond(PRICES, question -> new CompletableFuture<>()));
        pubSub.request(PRICES, bytes("q"), TIMEOUT).toCompletableFuture().cancel(false);
        assertThat(runtime.timers()).isZero();
    }

    @Test
    void aRequestNeedsATimeout() {
        assertThatIllegalArgumentException().isThrownBy(() -> pubSub.request(PRICES, bytes("q"), Duration.ZERO));
    }

    @Test
    void whatWouldOverflowIsRefusedAndWorksAgainAfterwards() {
        subscribe(PRICES, "a:");
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        for (int i = 0; i <= 65_536; i++) {
            last = pubSub.publish(PRICES, bytes("x"));
        }
        assertThat(error(last)).isInstanceOf(BackplaneUnavailableException.class);
        runtime.run();
        assertThat(received).hasSize(65_536);
        done(pubSub.publish(PRICES, bytes("y")));
    }

    @Test
    void afterTheCloseEverythingFailsAsUnavailable() {
        done(pubSub.respond(PRICES, question -> new CompletableFuture<>()));
        CompletionStage<byte[]> pending = pubSub.request(PRICES, bytes("q"), TIMEOUT);
        backplane.close();
        backplane.close();
        assertThat(error(pending)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(pubSub.publish(PRICES, bytes("x")))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(pubSub.subscribe(PRICES, payload -> {}))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(backplane.membership().leases())).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(runtime.closed).isTrue();
    }

    private void subscribe(Subject subject, String prefix) {
        done(pubSub.subscribe(subject, payload -> received.add(prefix + text(payload))));
    }

    private void publish(String text) {
        assertThat(pubSub.publish(PRICES, bytes(text)).toCompletableFuture()).isCompleted();
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
