package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Questions and answers. */
abstract class RequestRules extends PubSubTests {
    /** So long that whoever waits for it is seen to. */
    private static final Duration LONG = Duration.ofHours(1);
    /** So short that a test may wait for it. That no answer comes before, is not shown by it: where a machine stalls, nothing does. */
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    @Rule("PS-3.1")
    void aRequestGetsTheAnswerFromWhateverInstance() {
        respond(there, PRICES, answering("to "));
        assertThat(text(deadline.done(here.pubSub().request(PRICES, bytes("q"), LONG))))
                .isEqualTo("to q");
        assertThat(text(deadline.done(there.pubSub().request(PRICES, bytes("q"), LONG))))
                .isEqualTo("to q");
    }

    @Test
    @Rule("PS-3.2")
    void aRequestThatNobodyAnswersFailsAtOnce() {
        listen(there, PRICES); // a listener is no responder
        assertThat(deadline.error(here.pubSub().request(PRICES, bytes("q"), LONG)))
                .isInstanceOf(BackplaneUnavailableException.class);
    }

    @Test
    @Rule("PS-3.3")
    void aRequestWithoutAnAnswerInTimeEndsAsUnknown() {
        respond(there, PRICES, question -> new CompletableFuture<>());
        assertThat(deadline.error(here.pubSub().request(PRICES, bytes("q"), SHORT)))
                .isInstanceOf(BackplaneTimeoutException.class);
    }

    @Test
    @Rule("PS-3.4")
    void oneOfSeveralRespondersIsAsked() {
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            respond(open(), PRICES, question -> {
                asked.incrementAndGet();
                return CompletableFuture.completedStage(question);
            });
        }
        Inbox told = listen(there, WEATHER);
        deadline.done(here.pubSub().request(PRICES, bytes("q"), LONG));
        publish(here, WEATHER, MARKER);
        told.gets(MARKER);
        assertThat(asked).hasValue(1);
    }

    @Test
    @Rule("PS-3.5")
    void manyRequestsAtOnceEachGetTheirOwnAnswer() {
        respond(there, PRICES, answering("to "));
        List<CompletionStage<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add((i % 2 == 0 ? here : there).pubSub().request(PRICES, bytes("q" + i), LONG));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(text(deadline.done(answers.get(i)))).isEqualTo("to q" + i);
        }
    }

    @Test
    @Rule("PS-3.6")
    void theAnswerToACancelledRequestReachesNobodyElse() {
        List<CompletableFuture<byte[]>> answers =
                new ArrayList<>(List.of(new CompletableFuture<>(), new CompletableFuture<>()));
        List<CompletableFuture<byte[]>> waiting = List.copyOf(answers);
        AtomicInteger asked = new AtomicInteger();
        respond(there, PRICES, question -> waiting.get(asked.getAndIncrement()));
        here.pubSub().request(PRICES, bytes("1"), LONG).toCompletableFuture().cancel(false);
        deadline.until(() -> assertThat(asked).hasValue(1));
        CompletionStage<byte[]> second = here.pubSub().request(PRICES, bytes("2"), LONG);
        deadline.until(() -> assertThat(asked).hasValue(2));
        waiting.get(0).complete(bytes("first"));
        waiting.get(1).complete(bytes("second"));
        assertThat(text(deadline.done(second))).isEqualTo("second");
    }

    @Test
    @Rule("PS-3.7")
    void aTimeoutThatIsNoneIsThrownAtOnce() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> here.pubSub().request(PRICES, bytes("q"), none));
        }
    }

    @Test
    @Rule("PS-4.1")
    void requestsArriveOnceAResponderIsConfirmed() {
        for (int round = 0; round < 50; round++) {
            Subject subject = Subject.application("round " + round);
            respond(there, subject, answering("to "));
            assertThat(text(deadline.done(here.pubSub().request(subject, bytes("q"), LONG))))
                    .isEqualTo("to q");
        }
    }

    @Test
    @Rule("PS-4.2")
    void aResponderThatFailsLeavesItsRequestToTheTimeoutAndGoesOn() {
        respond(there, PRICES, question -> switch (text(question)) {
            case "throw" -> throw new IllegalStateException("thrown on purpose");
            case "fail" -> CompletableFuture.failedStage(new IllegalStateException("failed on purpose"));
            default -> CompletableFuture.completedStage(question);
        });
        for (String how : List.of("throw", "fail")) {
            isNotAnsweredAndTheNextOneIs(how);
        }
    }

    @Test
    @Rule("PS-4.3")
    void anAnswerThatIsTooLargeIsNoneAndTheResponderGoesOn() {
        respond(
                there,
                PRICES,
                question -> CompletableFuture.completedStage(
                        text(question).equals("q") ? question : new byte[there.maxMessageBytes() + 1]));
        isNotAnsweredAndTheNextOneIs("large");
    }

    @Test
    @Rule("PS-4.4")
    void aResponderThatHasGoneIsNotAsked() {
        AtomicInteger asked = new AtomicInteger();
        Subscription first = respond(there, PRICES, question -> {
            asked.incrementAndGet();
            return CompletableFuture.completedStage(question);
        });
        deadline.done(first.close());
        assertThat(deadline.error(here.pubSub().request(PRICES, bytes("q"), LONG)))
                .isInstanceOf(BackplaneUnavailableException.class);
        respond(there, PRICES, answering("second to "));
        assertThat(text(deadline.done(here.pubSub().request(PRICES, bytes("q"), LONG))))
                .isEqualTo("second to q");
        assertThat(asked).hasValue(0);
    }

    @Test
    @Rule("PS-4.5")
    void messagesAndQuestionsOfOneSubjectStayApart() {
        AtomicInteger asked = new AtomicInteger();
        Inbox inbox = listen(there, PRICES);
        respond(there, PRICES, question -> {
            asked.incrementAndGet();
            return CompletableFuture.completedStage(question);
        });
        publish(here, PRICES, "1");
        inbox.gets("1");
        deadline.done(here.pubSub().request(PRICES, bytes("q"), LONG));
        publish(here, PRICES, MARKER);
        inbox.gets("1", MARKER);
        assertThat(asked).hasValue(1);
    }

    @Test
    @Rule("PS-4.6")
    void anAnswerMayTakeItsTimeAndHoldsUpNoOther() {
        CompletableFuture<byte[]> later = new CompletableFuture<>();
        respond(
                there,
                PRICES,
                question -> text(question).equals("later") ? later : CompletableFuture.completedStage(question));
        CompletionStage<byte[]> slow = here.pubSub().request(PRICES, bytes("later"), LONG);
        assertThat(text(deadline.done(here.pubSub().request(PRICES, bytes("q"), LONG))))
                .isEqualTo("q");
        later.complete(bytes("at last"));
        assertThat(text(deadline.done(slow))).isEqualTo("at last");
    }

    /** The answer to {@code q} comes behind whatever comes to this question, which then is left to its timeout. */
    private void isNotAnsweredAndTheNextOneIs(String question) {
        CompletionStage<byte[]> unanswered = here.pubSub().request(PRICES, bytes(question), LONG);
        assertThat(text(deadline.done(here.pubSub().request(PRICES, bytes("q"), LONG))))
                .isEqualTo("q");
        assertThat(unanswered.toCompletableFuture()).as(question).isNotDone();
        assertThat(deadline.error(here.pubSub().request(PRICES, bytes(question), SHORT)))
                .as(question)
                .isInstanceOf(BackplaneTimeoutException.class);
    }
}
