package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.jakarta.ScriptedRemote.Next;
import io.carillon.spi.Connection.Offer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every order in which six things can happen to an outbox. The outbox changes its state only under its lock, so
 * whatever several threads do is one of these orders; what happens between two sections of one call, a completion before
 * the send returns, is among the things.
 */
class OutboxInterleavingTest {
    private static final int LENGTH = 6;
    private static final Event[] EVENTS = Event.values();

    private enum Event {
        OFFER,
        OFFER_COMPLETED_INLINE,
        OFFER_REFUSED,
        PING,
        COMPLETE,
        COMPLETE_AGAIN,
        FAIL,
        CLOSE,
        TIME_OUT,
        ABANDON
    }

    @Test
    void inEveryOrderOfEventsMessagesGoOutInOrderOneAtATimeAndTheEndIsToldOnce() {
        for (int length = 1; length <= LENGTH; length++) {
            int sequences = (int) Math.pow(EVENTS.length, length);
            for (int number = 0; number < sequences; number++) {
                check(sequence(number, length));
            }
        }
    }

    private static Event[] sequence(int number, int length) {
        Event[] sequence = new Event[length];
        for (int rest = number, i = 0; i < length; rest /= EVENTS.length, i++) {
            sequence[i] = EVENTS[rest % EVENTS.length];
        }
        return sequence;
    }

    /** Looks after the last event only: the shorter sequences have been looked at. */
    private static void check(Event[] sequence) {
        Run run = new Run();
        try {
            for (int i = 0; i < sequence.length - 1; i++) {
                run.step(sequence[i]);
            }
            run.stepAndCheck(sequence[sequence.length - 1]);
        } catch (AssertionError e) {
            throw new AssertionError("after " + List.of(sequence), e);
        }
    }

    private static final class Run {
        private static final long LATER = TransportOptions.ofDefaults().sendTimeoutNanos;
        private static final Transport TRANSPORT =
                Transports.of(TransportOptions.builder().outboxMessages(2).build(), () -> 0);

        private final ScriptedRemote remote = new ScriptedRemote();
        private final RecordingExit exit = new RecordingExit();
        private final Outbox outbox = new Outbox(remote, TRANSPORT, exit, false);
        private final List<Message> accepted = new ArrayList<>();
        private int offered;
        private boolean abandoned;

        void stepAndCheck(Event event) {
            boolean wasOver = isOver();
            int sentBefore = remote.sent.size();
            step(event);
            check(wasOver, sentBefore);
        }

        void step(Event event) {
            switch (event) {
                case OFFER -> offer(Next.STAYS_IN_FLIGHT);
                case OFFER_COMPLETED_INLINE -> offer(Next.COMPLETES_INLINE);
                case OFFER_REFUSED -> offer(Next.THROWS);
                case PING -> outbox.ping();
                case COMPLETE -> {
                    if (remote.hasInFlight()) {
                        remote.complete();
                    }
                }
                case COMPLETE_AGAIN -> remote.completeLastOnceMore();
                case FAIL -> {
                    if (remote.hasInFlight()) {
                        remote.fail();
                    }
                }
                case CLOSE -> outbox.close(CloseReason.NORMAL);
                case TIME_OUT -> outbox.checkDeadline(LATER);
                case ABANDON -> {
                    outbox.abandon();
                    abandoned = true;
                }
            }
        }

        private void offer(Next behaviour) {
            Message message = Message.text("m" + offered++);
            remote.next(behaviour);
            Offer answer = outbox.offer(message, Overflow.DEFAULT);
            if (answer == Offer.ACCEPTED) {
                accepted.add(message);
            }
            remote.next(Next.STAYS_IN_FLIGHT);
        }

        private void check(boolean wasOver, int sentBefore) {
            assertThat(exit.disconnects()).as("disconnects").isLessThanOrEqualTo(1);
            assertThat(accepted.size()).as("accepted").isGreaterThanOrEqualTo(remote.sent.size());
            assertThat(accepted.subList(0, remote.sent.size()))
                    .as("sent in order")
                    .isEqualTo(remote.sent);
            if (wasOver) {
                assertThat(remote.sent).as("sent after the end").hasSize(sentBefore);
            }
            if (exit.told.isEmpty() && !abandoned && !remote.hasInFlight()) {
                assertThat(remote.sent).as("nothing stays behind").hasSameSizeAs(accepted);
            }
            if (isOver()) {
                assertThat(outbox.isOpen()).as("open").isFalse();
            }
        }

        private boolean isOver() {
            return abandoned || exit.disconnects() > 0;
        }
    }
}
