package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.jakarta.ScriptedRemote.Next;
import io.carillon.spi.Connection.Offer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Message A = Message.text("a");
    private static final Message B = Message.text("b");
    private static final Message C = Message.text("c");

    private final ScriptedRemote remote = new ScriptedRemote();
    private final RecordingExit exit = new RecordingExit();
    private long now = Long.MAX_VALUE - 5;
    private final Outbox outbox = new Outbox(remote, transport(options()), exit);

    private static TransportOptions.Builder options() {
        return TransportOptions.builder().outboxMessages(2).outboxBytes(10).sendTimeout(Duration.ofNanos(100));
    }

    private Transport transport(TransportOptions.Builder options) {
        return Transports.of(options.build(), () -> now);
    }

    @Test
    void anIdleOutboxSendsAtOnceOnTheCallersThread() {
        assertThat(outbox.offer(A)).isEqualTo(Offer.ACCEPTED);

        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void whatIsOfferedWhileAFrameIsInFlightWaitsAndGoesOutInOrder() {
        outbox.offer(A);
        assertThat(outbox.offer(B)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(C)).isEqualTo(Offer.ACCEPTED);
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

        outbox.offer(bytes);

        assertThat(remote.sent).containsExactly(bytes);
    }

    @Test
    void aBinaryMessageCanBeSentToSeveralConnectionsWhoseContainersMoveTheBuffersPosition() {
        Message bytes = Message.binary(new byte[] {1, 2, 3});
        ScriptedRemote other = new ScriptedRemote();

        outbox.offer(bytes);
        new Outbox(other, transport(options()), exit).offer(bytes);

        assertThat(other.sent).containsExactly(Message.binary(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }

    @Test
    void aHundredThousandFramesThatCompleteInlineNeedNoDeeperStack() {
        Outbox large =
                new Outbox(remote, transport(options().outboxMessages(200_000).outboxBytes(1 << 30)), exit);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            messages.add(Message.text("m" + i));
            large.offer(messages.get(i));
        }

        remote.next(Next.COMPLETES_INLINE);
        remote.complete();

        assertThat(remote.sent).hasSize(100_000);
        assertThat(List.copyOf(remote.sent)).isEqualTo(messages);
    }

    @Test
    void oneMessageTooManyDisconnectsAClientThatIsTooSlow() {
        outbox.offer(A);
        outbox.offer(B);
        outbox.offer(C);

        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
        assertThat(exit.told).containsExactly("closing 4008");

        remote.complete();
        assertThat(exit.told).containsExactly("closing 4008", "disconnect 4008, client is told 4008");
        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void oneByteTooManyDisconnectsAClientThatIsTooSlow() {
        outbox.offer(A);
        assertThat(outbox.offer(Message.text("123456789"))).isEqualTo(Offer.ACCEPTED);

        assertThat(outbox.offer(Message.text("é"))).isEqualTo(Offer.CLOSED);
        assertThat(exit.told).containsExactly("closing 4008");
    }

    @Test
    void theLastByteFits() {
        outbox.offer(A);
        outbox.offer(Message.text("123456789"));

        assertThat(outbox.offer(A)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void bytesAndMessagesThatHaveGoneOutMakeRoom() {
        outbox.offer(A);
        outbox.offer(Message.text("12345"));
        outbox.offer(Message.text("67890"));
        remote.complete();

        assertThat(outbox.offer(Message.text("abcde"))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aMessageLargerThanTheOutboxGoesThroughWhereNothingWaits() {
        Message large = Message.text("x".repeat(50));

        assertThat(outbox.offer(large)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(large)).isEqualTo(Offer.ACCEPTED);
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void aFrameThatNeverCompletesEndsTheConnectionAfterTheSendTimeout() {
        outbox.offer(A);
        outbox.offer(B);

        outbox.checkDeadline(now + 99);
        assertThat(exit.told).isEmpty();

        outbox.checkDeadline(now + 100);
        assertThat(exit.told).containsExactly("disconnect 4008, client is told 4008");
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void theSendTimeoutStartsAnewWithEachFrame() {
        outbox.offer(A);
        outbox.offer(B);
        now += 60;
        remote.complete();

        outbox.checkDeadline(now + 60);
        assertThat(exit.told).isEmpty();
    }

    @Test
    void anIdleOutboxNeverTimesOut() {
        outbox.offer(A);
        remote.complete();

        outbox.checkDeadline(now + 1_000);

        assertThat(exit.told).isEmpty();
    }

    @Test
    void aFrameThatCompletesAfterItsTimeoutStartsNothing() {
        outbox.offer(A);
        outbox.offer(B);
        outbox.checkDeadline(now + 100);

        remote.complete();

        assertThat(remote.sent).containsExactly(A);
        assertThat(exit.disconnects()).isEqualTo(1);
    }

    @Test
    void aSecondCompletionOfOneFrameIsNotTakenForTheNextFrames() {
        outbox.offer(A);
        outbox.offer(B);
        outbox.offer(C);
        remote.complete();

        remote.completeLastOnceMore();

        assertThat(remote.sent).containsExactly(A, B);
    }

    @Test
    void aFailureAfterACompletionOfTheSameFrameIsIgnored() {
        outbox.offer(A);
        remote.complete();

        remote.failLastOnceMore();

        assertThat(outbox.offer(B)).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void aSendThatThrowsAnswersClosedAndEndsTheConnection() {
        remote.next(Next.THROWS);

        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);

        assertThat(exit.told).containsExactly("disconnect 1006, client is told 1011");
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void aSendThatFailsEndsTheConnection() {
        outbox.offer(A);
        outbox.offer(B);

        remote.fail();

        assertThat(exit.told).containsExactly("disconnect 1006, client is told 1011");
        assertThat(remote.sent).containsExactly(A);
    }

    @Test
    void aSendThatFailsBeforeItReturnsEndsTheConnection() {
        remote.next(Next.FAILS_INLINE);

        outbox.offer(A);

        assertThat(exit.told).containsExactly("disconnect 1006, client is told 1011");
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void closingAnIdleOutboxDisconnectsAtOnce() {
        outbox.close(CloseReason.GOING_AWAY);

        assertThat(exit.told).containsExactly("disconnect 1001, client is told 1001");
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void closingLetsOutWhatWaitsAndThenDisconnects() {
        outbox.offer(A);
        outbox.offer(B);

        outbox.close(CloseReason.GOING_AWAY);
        assertThat(outbox.offer(C)).isEqualTo(Offer.CLOSED);
        assertThat(exit.told).containsExactly("closing 1001");

        remote.complete();
        remote.complete();
        assertThat(remote.sent).containsExactly(A, B);
        assertThat(exit.told).containsExactly("closing 1001", "disconnect 1001, client is told 1001");
    }

    @Test
    void aCloseTakesNoLongerThanTheSendTimeoutHoweverManyFramesGoOutMeanwhile() {
        outbox.offer(A);
        outbox.offer(B);
        outbox.close(CloseReason.GOING_AWAY);
        now += 60;
        remote.complete();

        outbox.checkDeadline(now + 40);

        assertThat(exit.told).containsExactly("closing 1001", "disconnect 1001, client is told 1001");
    }

    @Test
    void onlyTheFirstReasonCounts() {
        outbox.offer(A);

        outbox.close(CloseReason.GOING_AWAY);
        outbox.close(CloseReason.NORMAL);
        remote.complete();
        outbox.close(CloseReason.NORMAL);

        assertThat(exit.told).containsExactly("closing 1001", "disconnect 1001, client is told 1001");
    }

    @Test
    void aConnectionThatTheContainerClosedIsNotDisconnectedAgain() {
        outbox.offer(A);

        outbox.abandon();
        remote.complete();
        outbox.close(CloseReason.NORMAL);
        outbox.checkDeadline(now + 1_000);

        assertThat(exit.told).isEmpty();
        assertThat(outbox.offer(A)).isEqualTo(Offer.CLOSED);
    }
}
