package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.jakarta.ScriptedRemote.Next;
import io.carillon.spi.Connection.Offer;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Message A = Message.text("a");
    private static final Message B = Message.text("b");
    private static final Message C = Message.text("c");

    private static final Overflow DROP_OLDEST = Overflow.of(Overflow.Policy.DROP_OLDEST);
    private static final Overflow DROP_NEWEST = Overflow.of(Overflow.Policy.DROP_NEWEST);

    private final ScriptedRemote remote = new ScriptedRemote();
    private final RecordingExit exit = new RecordingExit();
    private long now = Long.MAX_VALUE - 5;
    private final Outbox outbox = new Outbox(remote, transport(options()), exit, false);

    private static TransportOptions.Builder options() {
        return TransportOptions.builder().outboxMessages(2).outboxBytes(10).sendTimeout(Duration.ofNanos(100));
    }

    private Transport transport(TransportOptions.Builder options) {
        return Transports.of(options.build(), () -> now);
    }

    @Test
    void anIdleOutboxSendsAtOnceOnTheCallersThread() {
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);

        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void whatIsOfferedWhileAFrameIsInFlightWaitsAndGoesOutInOrder() {
        outbox.offer(A, Overflow.DEFAULT);
        assertThat(outbox.offer(B, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(C, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(remote.sent).containsExactly(A);

        remote.complete();
        assertThat(remote.sent).containsExactly(A, B);
        remote.complete();
        assertThat(remote.sent).containsExactly(A, B, C);
        remote.complete();
        assertThat(remote.hasInFlight()).isFalse();
    }

    @Test
    void aBinaryMessageIsSentAsABinaryFrame() {
        Message bytes = Message.binary(new byte[] {1, 2, 3});

        outbox.offer(bytes, Overflow.DEFAULT);

        assertThat(remote.sent).containsExactly(bytes);
    }

    @Test
    void aBinaryMessageCanBeSentToSeveralConnectionsWhoseContainersMoveTheBuffersPosition() {
        Message bytes = Message.binary(new byte[] {1, 2, 3});
        ScriptedRemote other = new ScriptedRemote();

        outbox.offer(bytes, Overflow.DEFAULT);
        new Outbox(other, transport(options()), exit, false).offer(bytes, Overflow.DEFAULT);

        assertThat(other.sent).containsExactly(Message.binary(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }

    @Test
    void aHundredThousandFramesThatCompleteInlineNeedNoDeeperStack() {
        Outbox large =
                new Outbox(remote, transport(options().outboxMessages(200_000).outboxBytes(1 << 30)), exit, false);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            messages.add(Message.text("m" + i));
            large.offer(messages.get(i), Overflow.DEFAULT);
        }

        remote.next(Next.COMPLETES_INLINE);
        remote.complete();

        assertThat(remote.sent).hasSize(100_000);
        assertThat(List.copyOf(remote.sent)).isEqualTo(messages);
    }

    @Test
    void oneMessageTooManyDisconnectsAClientThatIsTooSlow() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.offer(C, Overflow.DEFAULT);

        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
        assertThat(exit.told).containsExactly("closing 4008");

        remote.complete();
        assertThat(exit.told).containsExactly("closing 4008", "disconnect 4008, client is told 4008");
        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void oneByteTooManyDisconnectsAClientThatIsTooSlow() {
        outbox.offer(A, Overflow.DEFAULT);
        assertThat(outbox.offer(Message.text("123456789"), Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);

        assertThat(outbox.offer(Message.text("é"), Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
        assertThat(exit.told).containsExactly("closing 4008");
    }

    @Test
    void theLastByteFits() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(Message.text("123456789"), Overflow.DEFAULT);

        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void bytesAndMessagesThatHaveGoneOutMakeRoom() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(Message.text("12345"), Overflow.DEFAULT);
        outbox.offer(Message.text("67890"), Overflow.DEFAULT);
        remote.complete();

        assertThat(outbox.offer(Message.text("abcde"), Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aMessageLargerThanTheOutboxGoesThroughWhereNothingWaits() {
        Message large = Message.text("x".repeat(50));

        assertThat(outbox.offer(large, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(large, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void aFrameThatNeverCompletesEndsTheConnectionAfterTheSendTimeout() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);

        outbox.checkDeadline(now + 99);
        assertThat(exit.told).isEmpty();

        outbox.checkDeadline(now + 100);
        assertThat(exit.told).containsExactly("disconnect by cutting 4008");
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void theSendTimeoutStartsAnewWithEachFrame() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        now += 60;
        remote.complete();

        outbox.checkDeadline(now + 60);
        assertThat(exit.told).isEmpty();
    }

    @Test
    void anIdleOutboxNeverTimesOut() {
        outbox.offer(A, Overflow.DEFAULT);
        remote.complete();

        outbox.checkDeadline(now + 1_000);

        assertThat(exit.told).isEmpty();
    }

    @Test
    void aFrameThatCompletesAfterItsTimeoutStartsNothing() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.checkDeadline(now + 100);

        remote.complete();

        assertThat(remote.sent).containsExactly(A);
        assertThat(exit.disconnects()).isEqualTo(1);
    }

    @Test
    void aSecondCompletionOfOneFrameIsNotTakenForTheNextFrames() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.offer(C, Overflow.DEFAULT);
        remote.complete();

        remote.completeLastOnceMore();

        assertThat(remote.sent).containsExactly(A, B);
    }

    @Test
    void aFailureAfterACompletionOfTheSameFrameIsIgnored() {
        outbox.offer(A, Overflow.DEFAULT);
        remote.complete();

        remote.failLastOnceMore();

        assertThat(outbox.offer(B, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aSendThatThrowsAnswersClosedAndEndsTheConnection() {
        remote.next(Next.THROWS);

        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);

        assertThat(exit.told).containsExactly("disconnect 1006, client is told 1011");
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void aSendThatFailsEndsTheConnection() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);

        remote.fail();

        assertThat(exit.told).containsExactly("disconnect 1006, client is told 1011");
        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void aSendThatFailsBeforeItReturnsEndsTheConnection() {
        remote.next(Next.FAILS_INLINE);

        outbox.offer(A, Overflow.DEFAULT);

        assertThat(exit.told).containsExactly("disconnect 1006, client is told 1011");
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void closingAnIdleOutboxDisconnectsAtOnce() {
        outbox.close(CloseReason.GOING_AWAY);

        assertThat(exit.told).containsExactly("disconnect 1001, client is told 1001");
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void closingLetsOutWhatWaitsAndThenDisconnects() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);

        outbox.close(CloseReason.GOING_AWAY);
        assertThat(outbox.offer(C, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
        assertThat(exit.told).containsExactly("closing 1001");

        remote.complete();
        remote.complete();
        assertThat(remote.sent).containsExactly(A, B);
        assertThat(exit.told).containsExactly("closing 1001", "disconnect 1001, client is told 1001");
    }

    @Test
    void itIsFlushedWhenNothingWaitsAndNothingIsInFlightAndTheClientHasBeenToldToGo() {
        assertThat(outbox.isFlushed()).isTrue();
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.close(CloseReason.GOING_AWAY);
        assertThat(outbox.isFlushed()).isFalse();

        remote.complete();
        assertThat(outbox.isFlushed()).isFalse();
        remote.complete();
        assertThat(outbox.isFlushed()).isFalse();
        outbox.told = true;
        assertThat(outbox.isFlushed()).isTrue();
    }

    @Test
    void aCloseTakesNoLongerThanTheSendTimeoutHoweverManyFramesGoOutMeanwhile() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.close(CloseReason.GOING_AWAY);
        now += 60;
        remote.complete();

        outbox.checkDeadline(now + 40);

        assertThat(exit.told).containsExactly("closing 1001", "disconnect by cutting 1001");
    }

    @Test
    void onlyTheFirstReasonCounts() {
        outbox.offer(A, Overflow.DEFAULT);

        outbox.close(CloseReason.GOING_AWAY);
        outbox.close(CloseReason.NORMAL);
        remote.complete();
        outbox.close(CloseReason.NORMAL);

        assertThat(exit.told).containsExactly("closing 1001", "disconnect 1001, client is told 1001");
    }

    @Test
    void aConnectionThatTheContainerClosedIsNotDisconnectedAgain() {
        outbox.offer(A, Overflow.DEFAULT);

        outbox.abandon();
        remote.complete();
        outbox.close(CloseReason.NORMAL);
        outbox.checkDeadline(now + 1_000);

        assertThat(exit.told).isEmpty();
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void dropNewestDropsWhatDoesNotFitAndKeepsWhatWaits() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, DROP_NEWEST);
        outbox.offer(C, DROP_NEWEST);

        assertThat(outbox.offer(A, DROP_NEWEST)).isEqualTo(Offer.DROPPED);

        assertThat(exit.dropped).isEqualTo(1);
        assertThat(outbox.waiting()).isEqualTo(2);
        assertThat(rest()).containsExactly(B, C);
        assertThat(outbox.waiting()).isZero();
        assertThat(exit.told).isEmpty();
    }

    @Test
    void dropOldestMakesRoomForTheNewest() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, DROP_OLDEST);
        outbox.offer(C, DROP_OLDEST);

        assertThat(outbox.offer(A, DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);

        assertThat(exit.dropped).isEqualTo(1);
        assertThat(rest()).containsExactly(C, A);
    }

    @Test
    void dropOldestDropsAsManyAsTheBytesNeed() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, DROP_OLDEST);
        outbox.offer(C, DROP_OLDEST);
        Message large = Message.text("1234567890");

        assertThat(outbox.offer(large, DROP_OLDEST)).isEqualTo(Offer.ACCEPTED);

        assertThat(exit.dropped).isEqualTo(2);
        assertThat(rest()).containsExactly(large);
    }

    @Test
    void whatMayBeMissedNeverPushesOutWhatMustArrive() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.offer(C, Overflow.DEFAULT);

        assertThat(outbox.offer(A, DROP_OLDEST)).isEqualTo(Offer.DROPPED);

        assertThat(rest()).containsExactly(B, C);
    }

    @Test
    void whatMustArrivePushesOutTheOldestThatMayBeMissed() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.offer(C, DROP_OLDEST);

        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);

        assertThat(rest()).containsExactly(B, A);
    }

    @Test
    void thePolicyOfTheTransportHoldsWhereTheSenderHasNone() {
        Outbox dropping = new Outbox(remote, transport(options().overflow(Overflow.Policy.DROP_OLDEST)), exit, false);
        dropping.offer(A, Overflow.DEFAULT);
        dropping.offer(A, Overflow.DEFAULT);
        dropping.offer(B, Overflow.DEFAULT);
        dropping.offer(C, Overflow.DEFAULT);

        assertThat(rest()).containsExactly(B, C);
    }

    @Test
    void aNewerMessageOfAKeyTakesThePlaceOfTheOneThatWaits() {
        outbox.offer(A, Overflow.conflate("k"));
        outbox.offer(A, Overflow.conflate("k"));
        outbox.offer(B, Overflow.DEFAULT);

        assertThat(outbox.offer(C, Overflow.conflate("k"))).isEqualTo(Offer.ACCEPTED);

        assertThat(rest()).containsExactly(C, B);
        assertThat(exit.dropped).isZero();
    }

    @Test
    void theEndpointsKeyIsThatOfMessagesWhoseSendersHaveChosenNothing() {
        Outbox prices = new Outbox(remote, transport(options().overflow(Overflow.conflate("price"))), exit, false);
        prices.offer(A, Overflow.DEFAULT);
        prices.offer(A, Overflow.DEFAULT);
        prices.offer(B, Overflow.of(Overflow.Policy.DISCONNECT));

        assertThat(prices.offer(C, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);

        assertThat(rest()).containsExactly(C, B);
        assertThat(exit.dropped).isZero();
    }

    @Test
    void differentKeysAreKeptApartAndAKeyIsForgottenOnceItsMessageHasGone() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(A, Overflow.conflate("a"));
        outbox.offer(B, Overflow.conflate("b"));
        remote.complete();
        outbox.offer(C, Overflow.conflate("a"));

        assertThat(rest()).containsExactly(B, C);
    }

    @Test
    void aNewerMessageOfAKeyThatIsTooLargeForThePlaceGoesToTheEnd() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(A, Overflow.conflate("k"));
        outbox.offer(B, Overflow.DEFAULT);
        Message large = Message.text("123456789");

        assertThat(outbox.offer(large, Overflow.conflate("k"))).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(C, Overflow.DEFAULT)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void theBytesOfAConflatedMessageAreCountedAnew() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(Message.text("123456789"), Overflow.conflate("k"));
        outbox.offer(B, Overflow.conflate("k"));

        assertThat(outbox.offer(Message.text("123456789"), Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aPingGoesOutBeforeWhatWaitsAndAFullOutboxDoesNotRefuseIt() {
        outbox.offer(A, Overflow.DEFAULT);
        outbox.offer(B, Overflow.DEFAULT);
        outbox.offer(C, Overflow.DEFAULT);

        outbox.ping();
        outbox.ping();
        assertThat(remote.pings).isZero();
        remote.complete();

        assertThat(remote.pings).isEqualTo(1);
        assertThat(remote.sent).containsExactly(A, B);
        assertThat(rest()).containsExactly(C);
    }

    @Test
    void anIdleOutboxPingsAtOnceAndIsIdleAgain() {
        outbox.ping();

        assertThat(remote.pings).isEqualTo(1);
        assertThat(outbox.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void whatIsOfferedWhileAPingBlocksWaitsAndAPingThatBlocksTooLongEndsTheConnection() {
        List<Runnable> blocked = new ArrayList<>();
        Transport transport = Transports.of(options().build(), () -> now, blocked::add, null);
        Outbox behindAPing = new Outbox(remote, transport, exit, false);
        behindAPing.ping();

        assertThat(behindAPing.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(remote.sent).isEmpty();
        behindAPing.checkDeadline(now + 100);
        assertThat(exit.told).containsExactly("disconnect by cutting 4008");

        blocked.get(0).run();
        assertThat(remote.sent).isEmpty();
    }

    @Test
    void aPingForWhichThereIsNoThreadIsLeftOut() {
        Executor full = task -> {
            throw new RejectedExecutionException("on purpose");
        };
        Outbox unlucky = new Outbox(remote, Transports.of(options().build(), () -> now, full, null), exit, false);

        unlucky.ping();

        assertThat(remote.pings).isZero();
        assertThat(unlucky.offer(A, Overflow.DEFAULT)).isEqualTo(Offer.ACCEPTED);
        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void aClientThatDoesNotAnswerACloseIsCutOffAfterTheSendTimeout() {
        outbox.close(CloseReason.GOING_AWAY);
        outbox.checkDeadline(now + 99);
        assertThat(exit.told).containsExactly("disconnect 1001, client is told 1001");

        assertThat(outbox.abandon()).isFalse();
        outbox.checkDeadline(now + 100);
        outbox.checkDeadline(now + 200);

        assertThat(exit.told).containsExactly("disconnect 1001, client is told 1001", "cut");
    }

    /** What goes out from now on, one after the other. */
    private List<Message> rest() {
        int before = remote.sent.size();
        while (remote.hasInFlight()) {
            remote.complete();
        }
        return remote.sent.subList(before, remote.sent.size());
    }

    @Test
    void whereTheContainerGainsByItWhatWaitsGoesOutTogetherAndIsDoneWithItsLast() {
        List<Message> handed = new ArrayList<>();
        List<SendHandler> handlers = new ArrayList<>();
        Outbox batching = batching(handed, handlers, TransportOptions.builder());
        for (Message message : List.of(A, B, C, A)) {
            batching.offer(message, Overflow.DEFAULT);
        }
        assertThat(handed).containsExactly(A);

        handlers.get(0).onResult(new SendResult());
        assertThat(handed).containsExactly(A, B, C, A);
        assertThat(exit.held).containsExactly(true, false);
        batching.offer(B, Overflow.DEFAULT);
        handlers.get(1).onResult(new SendResult());
        handlers.get(2).onResult(new SendResult());
        assertThat(handed).hasSize(4);
        handlers.get(3).onResult(new SendResult());

        assertThat(handed).containsExactly(A, B, C, A, B);
    }

    @Test
    void aBatchIsBoundedInMessagesAndBytes() {
        List<Message> handed = new ArrayList<>();
        List<SendHandler> handlers = new ArrayList<>();
        Outbox batching = batching(handed, handlers, TransportOptions.builder());
        Message half = Message.text("x".repeat(Batch.MOST_BYTES / 2));
        Message more = Message.text("x".repeat(Batch.MOST_BYTES + 1));
        for (Message message : List.of(A, half, half, B, more, C)) {
            batching.offer(message, Overflow.DEFAULT);
        }
        for (int i = 0; i < Batch.MOST_MESSAGES; i++) {
            batching.offer(B, Overflow.DEFAULT);
        }

        assertThat(sizesOfBatches(handed, handlers)).containsExactly(1, 2, 1, 1, Batch.MOST_MESSAGES, 1);
    }

    @Test
    void oneOfABatchThatFailsEndsTheConnection() {
        List<Message> handed = new ArrayList<>();
        List<SendHandler> handlers = new ArrayList<>();
        Outbox batching = batching(handed, handlers, TransportOptions.builder());
        for (Message message : List.of(A, B, C)) {
            batching.offer(message, Overflow.DEFAULT);
        }
        handlers.get(0).onResult(new SendResult());

        handlers.get(1).onResult(new SendResult(new IOException("reset")));
        handlers.get(2).onResult(new SendResult());

        assertThat(batching.isOpen()).isFalse();
        assertThat(exit.disconnects()).isEqualTo(1);
    }

    private Outbox batching(List<Message> handed, List<SendHandler> handlers, TransportOptions.Builder options) {
        RemoteEndpoint.Async takesAll = mock(RemoteEndpoint.Async.class);
        doAnswer(call -> {
                    handed.add(Message.text(call.<String>getArgument(0)));
                    handlers.add(call.getArgument(1));
                    return null;
                })
                .when(takesAll)
                .sendText(anyString(), any(SendHandler.class));
        return new Outbox(takesAll, transport(options), exit, true);
    }

    /** Ends one after the other. */
    private static List<Integer> sizesOfBatches(List<Message> handed, List<SendHandler> handlers) {
        List<Integer> sizes = new ArrayList<>();
        int before = 0;
        while (before < handed.size()) {
            int now = handed.size();
            sizes.add(now - before);
            handlers.get(now - 1).onResult(new SendResult());
            before = now;
        }
        return sizes;
    }
}
