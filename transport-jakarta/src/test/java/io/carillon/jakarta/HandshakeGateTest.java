package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HandshakeGateTest {
    private static final HandshakeHead HEAD = new HandshakeHead(Map.of(), null);
    private static final HandshakeHead FOREIGN =
            new HandshakeHead(Map.of("origin", List.of("http://evil.example"), "HOST", List.of("here")), null);

    private static HandshakeGate gate(HandshakeAuthenticator authenticator) {
        return new HandshakeGate(
                TransportOptions.builder().authenticator(authenticator).build(), Duration.ofMillis(50));
    }

    /** One that does not lose patience on a machine that stalls. */
    private static HandshakeGate patientGate(HandshakeAuthenticator authenticator) {
        return new HandshakeGate(
                TransportOptions.builder().authenticator(authenticator).build(), Duration.ofMinutes(5));
    }

    private static void assertRefused(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void withoutAnAuthenticatorTheOriginAloneDecides() {
        HandshakeGate gate = new HandshakeGate(TransportOptions.ofDefaults());

        assertThat(gate.admitWaiting(HEAD)).isEmpty();
        assertRefused(403, () -> gate.admitWaiting(FOREIGN));
    }

    @Test
    void aForeignOriginIsRefusedBeforeAnybodyIsAsked() {
        AtomicInteger asked = new AtomicInteger();
        HandshakeGate gate = gate(head -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(Authentication.ofUser("ada"));
        });

        assertRefused(403, () -> gate.admitWaiting(FOREIGN));
        assertThat(asked).hasValue(0);
        assertThat(gate.admitWaiting(HEAD)).map(Principal::getName).contains("ada");
    }

    @Test
    void anAnswerThatComesLaterIsWaitedFor() {
        CompletableFuture<Authentication> answer = new CompletableFuture<>();
        HandshakeGate gate = patientGate(head -> answer);
        CompletableFuture<Optional<Principal>> admitted = gate.admit(HEAD).toCompletableFuture();
        assertThat(admitted).isNotDone();

        answer.complete(Authentication.ofUser("ada"));

        assertThat(admitted.join()).map(Principal::getName).contains("ada");
    }

    @Test
    void anAnswerThatIsLateOrFailsOrIsMissingIsARefusal() {
        assertRefused(503, () -> gate(head -> new CompletableFuture<>()).admitWaiting(HEAD));
        assertRefused(
                503,
                () -> gate(head -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")))
                        .admitWaiting(HEAD));
        assertRefused(
                503,
                () -> gate(head -> {
                            throw new IllegalStateException("on purpose");
                        })
                        .admitWaiting(HEAD));
        assertRefused(
                503, () -> gate(head -> CompletableFuture.completedFuture(null)).admitWaiting(HEAD));
        assertRefused(503, () -> gate(head -> null).admitWaiting(HEAD));
    }

    @Test
    void aRefusalIsHandedOnAlsoWhereAStageHasWrappedIt() {
        HandshakeRefusedException refusal = HandshakeRefusedException.unauthorized("Bearer realm=\"x\"");
        CompletableFuture<Authentication> failed = CompletableFuture.failedFuture(refusal);

        assertThatThrownBy(() -> gate(head -> failed.thenApply(same -> same)).admitWaiting(HEAD))
                .isSameAs(refusal);
        assertThat(refusal.headers()).isEqualTo(Map.of("WWW-Authenticate", "Bearer realm=\"x\""));
    }

    @Test
    void eachRefusalIsToldOnceWithItsStatus() {
        List<Integer> told = new CopyOnWriteArrayList<>();
        TransportOptions.Builder options = TransportOptions.builder().listener(new TransportListener() {
            @Override
            public void refused(int status) {
                told.add(status);
            }
        });
        CompletableFuture<Authentication> never = new CompletableFuture<>();
        HandshakeGate late =
                new HandshakeGate(options.authenticator(head -> never).build(), Duration.ofMillis(50));
        HandshakeGate bad = new HandshakeGate(options.authenticator(head ->
                        CompletableFuture.failedFuture(HandshakeRefusedException.unauthorized("Bearer realm=\"x\"")))
                .build());

        assertRefused(403, () -> late.admitWaiting(FOREIGN));
        assertRefused(503, () -> late.admitWaiting(HEAD));
        // Told on the thread of the timer, while the one that has waited goes on.
        await().atMost(TestContainer.PATIENCE).until(() -> told.size() == 2);
        assertRefused(401, () -> bad.admitWaiting(HEAD));
        assertThat(bad.admit(HEAD).toCompletableFuture()).isCompletedExceptionally();

        assertThat(told).containsExactly(403, 503, 401, 401);
    }

    @Test
    void onlySoManyThreadsOfAContainerWait() {
        CompletableFuture<Authentication> answer = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        HandshakeGate gate = patientGate(head -> {
            asked.incrementAndGet();
            return answer;
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Optional<Principal>>> waiting = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                waiting.add(CompletableFuture.supplyAsync(() -> gate.admitWaiting(HEAD), threads));
            }
            await().atMost(TestContainer.PATIENCE)
                    .until(() -> waiting.stream()
                                    .filter(CompletableFuture::isCompletedExceptionally)
                                    .count()
                            == 16);

            answer.complete(Authentication.ofUser("ada"));

            await().atMost(TestContainer.PATIENCE)
                    .until(() -> waiting.stream()
                                    .filter(one -> one.isDone() && !one.isCompletedExceptionally())
                                    .count()
                            == 64);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aHeadShowsItsPartsAndSaysNothing() {
        HandshakeHead head =
                new HandshakeHead(Map.of("sec-websocket-protocol", List.of("a, b", "c")), "x=1&token=a%2Bb&token=c&y");

        assertThat(head.protocols()).containsExactly("a", "b", "c");
        assertThat(head.parameter("token")).containsExactly("a+b", "c");
        assertThat(head.parameter("toke")).isEmpty();
        assertThat(head.header("Authorization")).isEmpty();
        assertThat(head).hasToString("HandshakeHead");
        assertThatThrownBy(() -> new HandshakeHead(Map.of(), "x=%zz").parameter("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("zz");
    }
}
