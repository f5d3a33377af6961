package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.CloseReason;
import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeAuthenticator;
import io.carillon.jakarta.HandshakeGate;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.spi.Backplane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitedAuthenticatorTest {
    private final ManualTime time = ManualTime.inline();
    private final TimedValues values = new TimedValues(time);
    private final AtomicInteger asked = new AtomicInteger();

    private Limits limits(LimitsBuilder builder) {
        return builder.build(time);
    }

    /** An instance with one connection for each user in the whole cluster. */
    private Limits instance() {
        return limits(Limits.builder().connectionsPerUser(1).backplane(backplane()));
    }

    private Backplane backplane() {
        return new BackplaneWith(values);
    }

    private static CompletionStage<Authentication> come(Limits limits, String user) {
        return limits.authenticator(Handshakes.TRUSTING).authenticate(Handshakes.of(user));
    }

    private static void isIn(CompletionStage<Authentication> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
    }

    @Test
    void oneHandshakeTooManyGets503AndIsToldWhenToComeBack() {
        HandshakeAuthenticator gate = limits(Limits.builder().handshakes(2, 3)).authenticator();
        for (int i = 0; i < 3; i++) {
            isIn(gate.authenticate(Handshakes.HEAD));
        }

        HandshakeRefusedException refused = Handshakes.refusal(gate.authenticate(Handshakes.HEAD));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).isEqualTo(Map.of("Retry-After", "1"));
        time.advance(Duration.ofMillis(500));
        isIn(gate.authenticate(Handshakes.HEAD));
        assertThat(Handshakes.refusal(gate.authenticate(Handshakes.HEAD)).status())
                .isEqualTo(503);
    }

    @Test
    void theRateIsOfAllEndpointsTogether() {
        Limits limits = limits(Limits.builder().handshakes(1, 1));
        isIn(limits.authenticator().authenticate(Handshakes.HEAD));

        assertThat(Handshakes.refusal(come(limits, "ada")).status()).isEqualTo(503);
        assertThat(limits.refusals()).containsEntry(Limit.HANDSHAKES, 1L);
    }

    @Test
    void whileTheInstanceIsFullNobodyLooksAtATokenOrSpendsATicket() {
        Limits limits = limits(Limits.builder().connections(1));
        HandshakeAuthenticator gate = limits.authenticator(head -> {
            asked.incrementAndGet();
            return Handshakes.TRUSTING.authenticate(head);
        });
        isIn(gate.authenticate(Handshakes.of("ada")));

        HandshakeRefusedException refused = Handshakes.refusal(gate.authenticate(Handshakes.of("bob")));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).isEqualTo(Map.of("Retry-After", "10"));
        assertThat(asked).hasValue(1);
        assertThat(limits.refusals()).containsEntry(Limit.CONNECTIONS, 1L);
    }

    @Test
    void whoIsNotRecognisedKeepsNoPlace() {
        Limits limits = limits(Limits.builder().connections(1));
        HandshakeRefusedException why = new HandshakeRefusedException("");

        assertThat(Handshakes.failure(limits.authenticator(head -> CompletableFuture.failedStage(why))
                        .authenticate(Handshakes.HEAD)))
                .isSameAs(why);
        assertThatThrownBy(() -> limits.authenticator(head -> {
                            throw why;
                        })
                        .authenticate(Handshakes.HEAD))
                .isSameAs(why);
        assertThat(Handshakes.failure(limits.authenticator(head -> CompletableFuture.completedStage(null))
                        .authenticate(Handshakes.HEAD)))
                .hasMessageContaining("null");
        assertThat(limits.connections()).isZero();
        assertThat(time.timers()).isZero();
    }

    @Test
    void anAuthenticatorThatDoesNotAnswerKeepsNoPlaceAndItsLateAnswerLetsNobodyIn() {
        Limits limits =
                limits(Limits.builder().connections(1).connectionsPerUser(1).backplane(backplane()));
        CompletableFuture<Authentication> late = new CompletableFuture<>();
        CompletionStage<Authentication> handshake =
                limits.authenticator(head -> late).authenticate(Handshakes.HEAD);

        time.advance(HandshakeGate.PATIENCE);

        assertThat(limits.connections()).isZero();
        late.complete(Authentication.ofUser("ada"));
        assertThat(Handshakes.failure(handshake)).hasMessageContaining("not answered in time");
        assertThat(limits.connections()).isZero();
        assertThat(values.held()).isZero();
        isIn(come(limits, "ada"));
    }

    @Test
    void whoIsLetInAndDoesNotComeLosesThePlace() {
        Limits limits = instance();
        isIn(come(limits, "ada"));
        assertThat(values.held()).isOne();

        time.advance(Limits.ARRIVAL.minusMillis(1));
        assertThat(limits.connections()).isOne();
        time.advance(Duration.ofMillis(1));

        assertThat(limits.connections()).isZero();
        assertThat(values.held()).isZero();
        assertThat(limits.refusals()).containsEntry(Limit.ARRIVAL, 1L);
        assertThat(time.timers()).isZero();
        isIn(come(limits, "ada"));
    }

    @Test
    void oneConnectionTooManyOfAUserGets429WhereverTheOthersAre() {
        Limits here = instance();
        Limits there = instance();
        isIn(come(here, "ada"));

        HandshakeRefusedException refused = Handshakes.refusal(come(there, "ada"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(there.refusals()).containsEntry(Limit.USER_CONNECTIONS, 1L);
        assertThat(there.connections()).isZero();
        isIn(come(there, "bob"));
        isIn(limits(Limits.builder()).authenticator().authenticate(Handshakes.HEAD));
    }

    @Test
    void whoHasTooManyHereIsRefusedWithoutAskingTheBroker() {
        Limits limits = instance();
        isIn(come(limits, "ada"));
        int before = values.asked.size();

        assertThat(Handshakes.refusal(come(limits, "ada")).status()).isEqualTo(429);

        assertThat(values.asked).hasSize(before);
    }

    @Test
    void withoutABackplaneAUserIsCountedOnThisInstance() {
        Limits here = limits(Limits.builder().connectionsPerUser(1));
        Limits there = limits(Limits.builder().connectionsPerUser(1));
        isIn(come(here, "ada"));

        assertThat(Handshakes.refusal(come(here, "ada")).status()).isEqualTo(429);
        isIn(come(there, "ada"));
    }

    @Test
    void aBrokerThatDoesNotAnswerLeavesTheLimitToThisInstance() {
        Limits limits = instance();
        values.answer = CompletableFuture::new;

        CompletionStage<Authentication> handshake = come(limits, "ada");
        assertThat(handshake.toCompletableFuture()).isNotDone();
        time.advance(UserPlaces.PATIENCE);

        isIn(handshake);
        assertThat(Handshakes.refusal(come(limits, "ada")).status()).isEqualTo(429);
    }

    @Test
    void aBrokerThatFailsLeavesTheLimitToThisInstanceToo() {
        Limits limits = instance();
        values.answer = () -> CompletableFuture.failedStage(new IllegalStateException("on purpose"));
        isIn(come(limits, "ada"));
        values.answer = () -> {
            throw new IllegalStateException("on purpose");
        };
        isIn(come(limits, "bob"));

        assertThat(Handshakes.refusal(come(limits, "ada")).status()).isEqualTo(429);
        values.answer = null;
        isIn(come(limits, "eve"));
    }

    @Test
    void aPlaceIsRenewedThreeTimesInItsLifeWhateverTheLimitIsNow() {
        Limits limits = limits(
                Limits.builder().connectionsPerUser(1).backplane(backplane()).placeLife(Duration.ofSeconds(6)));
        isIn(come(limits, "ada"));

        time.advance(Duration.ofSeconds(9));

        assertThat(values.held()).isOne();
        assertThat(values.asked.stream().filter(call -> call.endsWith("again"))).hasSizeBetween(4, 6);
    }

    @Test
    void thePlaceOfAnInstanceThatDiedIsFreeWhenItsLifeIsOver() {
        ManualTime stopped = ManualTime.inline();
        Limits dead =
                Limits.builder().connectionsPerUser(1).backplane(backplane()).build(stopped);
        isIn(come(dead, "ada"));
        Limits limits = instance();

        time.advance(LimitsOptions.DEFAULT_PLACE_LIFE.minusMillis(1));
        assertThat(Handshakes.refusal(come(limits, "ada")).status()).isEqualTo(429);
        time.advance(Duration.ofMillis(1));

        isIn(come(limits, "ada"));
    }

    @Test
    void twoWhoAreLetInAsTheSameHoldTwoPlaces() {
        Limits limits = limits(Limits.builder().connections(2));
        Authentication same = Authentication.ofUser("ada");
        HandshakeAuthenticator gate = limits.authenticator(head -> CompletableFuture.completedStage(same));

        Authentication one =
                gate.authenticate(Handshakes.HEAD).toCompletableFuture().join();
        Authentication other =
                gate.authenticate(Handshakes.HEAD).toCompletableFuture().join();

        assertThat(one).isEqualTo(same).isEqualTo(other).isNotSameAs(other);
        assertThat(limits.connections()).isEqualTo(2);
    }

    @Test
    void everyCloseCodeOfOursMeansOneThing() {
        assertThat(List.of(
                        Limits.TOO_MANY_MESSAGES,
                        Limits.TOO_MANY_BYTES,
                        Limits.TOO_MANY_CONNECTIONS,
                        Limits.UNAUTHENTICATED,
                        CloseReason.TOO_SLOW,
                        CloseReason.NO_PONG,
                        CloseReason.EXPIRED,
                        CloseReason.REVOKED))
                .extracting(CloseReason::code)
                .doesNotHaveDuplicates();
    }

    @Test
    void anOpenEndpointLetsInNobodyByName() {
        Authentication nobody = limits(Limits.builder())
                .authenticator()
                .authenticate(Handshakes.HEAD)
                .toCompletableFuture()
                .join();

        assertThat(nobody.user()).isEqualTo(Optional.empty());
        assertThat(nobody.attributes()).isEmpty();
    }
}
