package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.LimitExceededException;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.faults.FaultyBackplane;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultyBackplaneTest {
    private static final Subject PRICES = Subject.application("prices");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InstanceId INSTANCE = new InstanceId("one");
    private static final Target GROUP = new Target.Group("lobby");

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final FaultyBackplane faulty = FaultyBackplane.over(broker, runtime::after, runtime.serial("driver"), 1);
    private final List<String> received = new ArrayList<>();
    private final List<Status> statuses = new ArrayList<>();

    @Test
    void aWholeLinkBringsEverything() {
        subscribe();
        publish("1");
        assertThat(received).containsExactly("1");
        assertThat(done(faulty.pubSub().publish(PRICES, bytes("2")))).isNull();
        assertThat(received).containsExactly("1", "2");
        assertThat(done(faulty.membership().acquire(INSTANCE, 6, SECOND)).epoch())
                .isEqualTo(7);
    }

    @Test
    void aDelayKeepsTheOrderOfASubject() {
        subscribe();
        faulty.delay(SECOND);
        List<String> sent = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        sent.forEach(text -> broker.pubSub().publish(PRICES, bytes(text)));
        runtime.run();
        assertThat(received).isEmpty();
        runtime.advance(SECOND);
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void aCutIsToldAtOnceAndCallsFailAsUnavailable() {
        subscribe();
        faulty.cut();
        faulty.cut();
        runtime.run();
        assertThat(statuses).containsExactly(Status.CONNECTED, Status.DISCONNECTED);
        assertThat(faulty.pubSub().publish(PRICES, bytes("1")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(error(faulty.membership().leases())).isInstanceOf(BackplaneUnavailableException.class);
        publish("2");
        assertThat(received).isEmpty();
    }

    @Test
    void aRestoredLinkIsConnectedWhenEverySubscriptionIsConfirmed() {
        subscribe();
        faulty.cut();
        publish("lost");
        faulty.refuse(1);
        faulty.restore();
        runtime.advance(SECOND);
        assertThat(statuses).containsExactly(Status.CONNECTED, Status.DISCONNECTED);
        faulty.refuse(0);
        faulty.restore();
        runtime.advance(SECOND);
        assertThat(statuses).containsExactly(Status.CONNECTED, Status.DISCONNECTED, Status.CONNECTED);
        publish("1");
        assertThat(received).containsExactly("1");
    }

    @Test
    void aLinkThatIsCutWhileItComesBackIsNotConnected() {
        subscribe();
        faulty.delay(SECOND);
        faulty.cut();
        faulty.restore();
        faulty.cut();
        runtime.advance(SECOND.multipliedBy(3));
        assertThat(statuses).containsExactly(Status.CONNECTED, Status.DISCONNECTED);
        faulty.restore();
        runtime.advance(SECOND.multipliedBy(3));
        publish("1");
        runtime.advance(SECOND);
        assertThat(statuses).endsWith(Status.CONNECTED);
        assertThat(received).containsExactly("1");
    }

    @Test
    void howeverOftenItBreaksASubscriptionIsThereOnce() {
        subscribe();
        faulty.delay(SECOND);
        for (int i = 0; i < 50; i++) {
            faulty.cut();
            faulty.restore();
            runtime.advance(SECOND.dividedBy(4));
        }
        runtime.advance(SECOND.multipliedBy(5));
        publish("1");
        runtime.advance(SECOND);
        assertThat(received).containsExactly("1");
    }

    @Test
    void aResponderAnswersAgainAfterACut() {
        done(faulty.pubSub().respond(PRICES, question -> CompletableFuture.completedStage(question)));
        faulty.cut();
        assertThat(error(broker.pubSub().request(PRICES, bytes("q"), SECOND)))
                .isInstanceOf(BackplaneUnavailableException.class);
        faulty.restore();
        runtime.advance(SECOND);
        assertThat(text(done(broker.pubSub().request(PRICES, bytes("q"), SECOND))))
                .isEqualTo("q");
    }

    @Test
    void aCallThatACutOvertakesEndsAsUnknown() {
        faulty.delay(SECOND);
        CompletionStage<Void> published = faulty.pubSub().publish(PRICES, bytes("1"));
        faulty.cut();
        runtime.advance(SECOND.multipliedBy(2)); // there and back
        assertThat(error(published)).isInstanceOf(BackplaneTimeoutException.class);
    }

    @Test
    void aStalledLinkSaysNothingAndNeverAnswers() {
        subscribe();
        faulty.stall();
        CompletionStage<Void> published = faulty.pubSub().publish(PRICES, bytes("1"));
        CompletionStage<List<MembershipStore.LeaseState>> leases =
                faulty.membership().leases();
        publish("2");
        runtime.advance(Duration.ofHours(1));
        assertThat(published.toCompletableFuture()).isNotDone();
        assertThat(leases.toCompletableFuture()).isNotDone();
        assertThat(received).isEmpty();
        assertThat(statuses).containsExactly(Status.CONNECTED);
    }

    @Test
    void aStalledLinkIsRestoredAsANewOne() {
        subscribe();
        faulty.stall();
        CompletionStage<Void> published = faulty.pubSub().publish(PRICES, bytes("1"));
        faulty.restore();
        runtime.advance(SECOND);
        assertThat(published.toCompletableFuture()).isNotDone();
        assertThat(statuses).containsExactly(Status.CONNECTED, Status.DISCONNECTED, Status.CONNECTED);
        publish("2");
        assertThat(received).containsExactly("2");
    }

    @Test
    void aRequestOverAStalledLinkEndsWithItsTimeout() {
        faulty.stall();
        CompletionStage<byte[]> answer = faulty.pubSub().request(PRICES, bytes("q"), SECOND);
        runtime.advance(SECOND);
        assertThat(error(answer)).isInstanceOf(BackplaneTimeoutException.class);
    }

    @Test
    void aSubscriptionThatWasGivenUpOverABrokenLinkDoesNotComeBack() {
        Subscription first = subscribe();
        Subscription second = done(faulty.pubSub().subscribe(PRICES, payload -> received.add("second")));
        faulty.stall();
        first.close();
        faulty.cut();
        done(second.close());
        faulty.restore();
        runtime.advance(SECOND);
        publish("1");
        assertThat(received).isEmpty();
    }

    @Test
    void whatIsRefusedHasNotHappened() {
        faulty.refuse(1);
        CompletionStage<Subscription> refused = faulty.pubSub().subscribe(PRICES, payload -> received.add("no"));
        assertThat(error(refused)).isInstanceOf(BackplaneUnavailableException.class);
        faulty.refuse(0);
        publish("1");
        assertThat(received).isEmpty();
    }

    @Test
    void whatHasLostItsAnswerHasHappened() {
        Lease lease = done(faulty.membership().acquire(INSTANCE, 0, Duration.ofMinutes(1)));
        faulty.loseAnswers(1);
        Member member = new Member(new ConnectionId(INSTANCE, 1), Optional.empty(), Map.of());
        assertThat(error(faulty.membership().add(lease, member, Set.of(GROUP))))
                .isInstanceOf(BackplaneTimeoutException.class);
        assertThat(done(broker.membership().count(GROUP))).isEqualTo(1);
    }

    @Test
    void aSubscriptionThatHasLostItsAnswerIsTakenBack() {
        faulty.loseAnswers(1);
        assertThat(error(faulty.pubSub().subscribe(PRICES, payload -> received.add("no"))))
                .isInstanceOf(BackplaneTimeoutException.class);
        publish("1");
        assertThat(received).isEmpty();
    }

    @Test
    void aRepeatedMessageComesTwice() {
        subscribe();
        faulty.repeat(1);
        List<String> sent = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        sent.forEach(this::publish);
        faulty.repeat(0);
        publish("last");
        assertThat(received)
                .containsAll(sent)
                .hasSize(2 * sent.size() + 1)
                .isNotEqualTo(Stream.concat(sent.stream().flatMap(text -> Stream.of(text, text)), Stream.of("last"))
                        .toList());
    }

    @Test
    void whatABreakHoldsUpComesBehindTheNextMessage() {
        subscribe();
        faulty.reorder(true);
        faulty.stall();
        publish("old");
        faulty.restore();
        runtime.advance(SECOND);
        assertThat(received).isEmpty();
        publish("new");
        publish("newer");
        assertThat(received).containsExactly("new", "old", "newer");
    }

    @Test
    void healingEndsAllOfIt() {
        subscribe();
        faulty.delay(SECOND);
        faulty.refuse(1);
        faulty.loseAnswers(1);
        faulty.repeat(1);
        faulty.reorder(true);
        faulty.stall();
        publish("lost");
        faulty.heal();
        runtime.advance(SECOND);
        assertThat(done(faulty.pubSub().publish(PRICES, bytes("1")))).isNull();
        assertThat(received).containsExactly("1");
        assertThat(statuses).endsWith(Status.CONNECTED);
    }

    @Test
    void aPublishThatIsTooLargeIsRefusedAtOnce() {
        CompletionStage<Void> refused = faulty.pubSub().publish(PRICES, new byte[faulty.maxMessageBytes() + 1]);
        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
        assertThat(error(refused)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void afterTheCloseEverythingFailsAsUnavailableAndTheBrokerGoesOn() {
        subscribe();
        faulty.stall();
        CompletionStage<Void> waiting = faulty.pubSub().publish(PRICES, bytes("1"));
        faulty.close();
        faulty.close();
        faulty.restore();
        assertThat(error(waiting)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(faulty.membership().leases())).isInstanceOf(BackplaneUnavailableException.class);
        publish("2");
        assertThat(received).isEmpty();
    }

    @Test
    void theBrokerCanForgetEverything() {
        Lease lease = done(faulty.membership().acquire(INSTANCE, 0, Duration.ofMinutes(1)));
        broker.forget();
        assertThat(done(faulty.membership().leases())).isEmpty();
        assertThat(done(faulty.membership().renew(lease))).isFalse();
    }

    @Test
    void aLeaseCanBeEnded() {
        Lease lease = done(faulty.membership().acquire(INSTANCE, 0, Duration.ofMinutes(1)));
        broker.expire(INSTANCE);
        broker.expire(new InstanceId("nobody"));
        assertThat(done(faulty.membership().renew(lease))).isFalse();
        assertThat(done(faulty.membership().leases())).containsExactly(new MembershipStore.LeaseState(lease, false));
        assertThat(done(faulty.membership().acquire(INSTANCE, 0, SECOND)).epoch())
                .isGreaterThan(lease.epoch());
    }

    @Test
    void sharesAndDelaysHaveBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.refuse(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.loseAnswers(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.repeat(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.delay(Duration.ofMillis(-1)));
    }

    private Subscription subscribe() {
        faulty.pubSub().onStatus(statuses::add);
        return done(faulty.pubSub().subscribe(PRICES, payload -> received.add(text(payload))));
    }

    /** By somebody else, whose way to the broker is whole. */
    private void publish(String text) {
        broker.pubSub().publish(PRICES, bytes(text));
        runtime.advance(Duration.ZERO);
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.advance(Duration.ZERO);
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.advance(Duration.ZERO);
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
