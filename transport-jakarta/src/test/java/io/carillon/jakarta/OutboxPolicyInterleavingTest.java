package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Overflow.Policy;
import io.carillon.jakarta.ScriptedRemote.Next;
import io.carillon.spi.Connection.Offer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every order in which seven things can happen to an outbox of two places, in which messages of all policies meet completions,
 * evictions, pings and a close. What goes out and what is answered is what a model says that knows nothing of states.
 */
class OutboxPolicyInterleavingTest {
    private static final int LENGTH = 7;
    private static final int PLACES = 2;
    private static final Event[] EVENTS = Event.values();

    @SuppressWarnings("ImmutableEnumChecker") // an overflow is immutable, and says so in no annotation
    private enum Event {
        OFFER(Overflow.DEFAULT),
        OFFER_DROP_OLDEST(Overflow.of(Policy.DROP_OLDEST)),
        OFFER_DROP_NEWEST(Overflow.of(Policy.DROP_NEWEST)),
        OFFER_CONFLATED(Overflow.conflate("k")),
        COMPLETE(null),
        CLOSE(null);

        private final Overflow overflow;

        Event(Overflow overflow) {
            this.overflow = overflow;
        }
    }

    @Test
    void inEveryOrderOfEventsWhatGoesOutIsWhatThePoliciesSay() {
        Event[] sequence = new Event[LENGTH];
        int sequences = (int) Math.pow(EVENTS.length, LENGTH);
        for (int number = 0; number < sequences; number++) {
            for (int rest = number, i = 0; i < LENGTH; rest /= EVENTS.length, i++) {
                sequence[i] = EVENTS[rest % EVENTS.length];
            }
            // A ping before each of them, in turn: it must change nothing of what goes out.
            check(sequence, number % (LENGTH + 1));
        }
    }

    private static void check(Event[] sequence, int pingAt) {
        ScriptedRemote remote = new ScriptedRemote();
        RecordingExit exit = new RecordingExit();
        Outbox outbox = new Outbox(
                remote,
                Transports.of(TransportOptions.builder().outboxMessages(PLACES).build(), () -> 0),
                exit,
                false);
        Model model = new Model();
        try {
            for (int i = 0; i < sequence.length; i++) {
                if (i == pingAt) {
                    outbox.ping();
                }
                step(sequence[i], Message.text("m" + i), remote, outbox, model);
            }
            while (remote.hasInFlight()) {
                step(Event.COMPLETE, null, remote, outbox, model);
            }
            assertThat(remote.sent).isEqualTo(model.sent);
            assertThat(exit.dropped).isEqualTo(model.dropped);
            assertThat(exit.disconnects()).isEqualTo(model.open ? 0 : 1);
        } catch (AssertionError e) {
            throw new AssertionError("after " + List.of(sequence) + ", a ping at " + pingAt, e);
        }
    }

    private static void step(Event event, Message message, ScriptedRemote remote, Outbox outbox, Model model) {
        if (event.overflow != null) {
            remote.next(Next.STAYS_IN_FLIGHT);
            assertThat(outbox.offer(message, event.overflow)).isEqualTo(model.offer(message, event.overflow));
        } else if (event == Event.CLOSE) {
            outbox.close(CloseReason.NORMAL);
            model.open = false;
        } else if (remote.hasInFlight()) {
            remote.complete();
            model.complete();
        }
    }

    private record Waiting(Message message, Overflow overflow) {}

    private static final class Model {
        private final List<Message> sent = new ArrayList<>();
        private final List<Waiting> waiting = new ArrayList<>();
        private boolean inFlight;
        private boolean open = true;
        private int dropped;

        Offer offer(Message message, Overflow overflow) {
            if (!open) {
                return Offer.CLOSED;
            }
            if (!inFlight) {
                inFlight = true;
                sent.add(message);
                return Offer.ACCEPTED;
            }
            Waiting newest = new Waiting(message, overflow);
            for (int i = 0; i < waiting.size(); i++) {
                if (overflow.key().isPresent() && waiting.get(i).overflow.equals(overflow)) {
                    waiting.set(i, newest);
                    return Offer.ACCEPTED;
                }
            }
            if (waiting.size() == PLACES && !overflow.equals(Event.OFFER_DROP_NEWEST.overflow)) {
                for (Waiting older : waiting) {
                    if (older.overflow.equals(Event.OFFER_DROP_OLDEST.overflow)) {
                        waiting.remove(older);
                        dropped++;
                        break;
                    }
                }
            }
            if (waiting.size() < PLACES) {
                waiting.add(newest);
                return Offer.ACCEPTED;
            }
            if (overflow.policy().isPresent()) {
                dropped++;
                return Offer.DROPPED;
            }
            open = false;
            waiting.clear();
            return Offer.CLOSED;
        }

        void complete() {
            inFlight = !waiting.isEmpty();
            if (inFlight) {
                sent.add(waiting.remove(0).message);
            }
        }
    }
}
