package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.CloseReason;
import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.RegistryClosedException;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Lease;
import io.carillon.spi.Subject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a hub makes of a broker that refuses, loses, repeats or mixes up, and how it ends. */
abstract class RollbackRules extends HubTests {
    private static final Subject TO_LOBBY = new Subject(Subject.Kind.GROUP, LOBBY);

    @Test
    @Rule("CL-2.1")
    void aRefusedSubscriptionUndoesTheJoinAndTheNextOneTriesAgain() {
        joinIsRefusedAndThenNot(refusal -> refusal.refuseSubscriptions = true);
    }

    @Test
    @Rule("CL-2.2")
    void aRefusedWriteUndoesTheJoinAndTheNextOneTriesAgain() {
        joinIsRefusedAndThenNot(refusal -> refusal.refuseWrites = true);
    }

    @Test
    @Rule("CL-5.1")
    void aMessageThatIsLostIsReportedWithItsNumbers() {
        EventLog log = new EventLog();
        Meddler[] meddler = new Meddler[1];
        ConnectionRegistry receiving = meddled(meddler, log);
        RecordingConnection ada = member(receiving, "ada", LOBBY);
        send(here, Audience.group(LOBBY), "1");
        gets(ada, "1");
        meddler[0].lose.set(2);
        List.of("lost", "lost too", "4").forEach(text -> send(here, Audience.group(LOBBY), text));
        gets(ada, "1", "4");
        // In two gaps, if a beacon has come between them.
        deadline.until(() -> assertThat(log.gaps().stream()
                        .mapToLong(gap -> gap.last() - gap.first() + 1)
                        .sum())
                .isEqualTo(2));
        assertThat(log.gaps()).allSatisfy(gap -> {
            assertThat(gap.target()).isEqualTo(group(LOBBY));
            assertThat(gap.publisher()).isEqualTo(here.instanceId());
        });
    }

    @Test
    @Rule("CL-5.2")
    void aMessageThatTheBrokerRepeatsIsDeliveredOnce() {
        Meddler[] meddler = new Meddler[1];
        RecordingConnection ada = member(meddled(meddler, new EventLog()), "ada", LOBBY);
        meddler[0].repeat = true;
        send(here, Audience.group(LOBBY), "1");
        send(here, Audience.group(LOBBY), "2");
        gets(ada, "1", "2");
        flush(here, Audience.group(LOBBY), ada);
        gets(ada, "1", "2");
    }

    @Test
    @Rule("CL-5.3")
    void aMessageThatTheBrokerDeliversBehindALaterOneIsReportedAndNotDelivered() {
        EventLog log = new EventLog();
        Meddler[] meddler = new Meddler[1];
        RecordingConnection ada = member(meddled(meddler, log), "ada", LOBBY);
        send(here, Audience.group(LOBBY), "1");
        gets(ada, "1");
        meddler[0].swap = true;
        send(here, Audience.group(LOBBY), "late");
        send(here, Audience.group(LOBBY), "3");
        gets(ada, "1", "3");
        send(here, Audience.group(LOBBY), "4");
        gets(ada, "1", "3", "4");
        deadline.until(() -> assertThat(log.gaps()).hasSize(1));
    }

    @Test
    @Rule("CL-5.4")
    void whatNoHubHasWrittenIsDroppedAndTheNextMessageArrives() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        for (byte[] garbage : List.of(new byte[0], new byte[] {0}, new byte[] {127, 1, 2, 3}, new byte[2_000])) {
            deadline.done(hubs.link().pubSub().publish(TO_LOBBY, garbage));
            deadline.done(hubs.link().pubSub().publish(Subject.EVERYONE, garbage));
            deadline.done(hubs.link()
                    .pubSub()
                    .publish(
                            new Subject(
                                    Subject.Kind.INSTANCE, there.instanceId().value()),
                            garbage));
        }
        send(here, Audience.group(LOBBY), "1");
        send(here, Audience.everyone(), "2");
        deadline.until(() -> assertThat(ada.texts()).contains("1", "2"));
        deadline.done(here.join(ada.id(), KITCHEN));
    }

    @Test
    @Rule("CL-7.1")
    void aHubThatIsClosedLeavesNothingBehindAndTakesNothingMore() {
        ConnectionRegistry closing = cluster.open();
        RecordingConnection ada = member(closing, "ada", LOBBY);
        RecordingConnection bob = member(here, "bob", LOBBY);
        hubs.end(closing);
        behind(group(LOBBY), bob);
        behind(user("ada"));
        assertThat(deadline.done(here.instances())).doesNotContain(closing.instanceId());
        assertThat(ada.closes()).singleElement().matches(reason -> reason.code() == CloseReason.GOING_AWAY.code());
        assertThat(deadline.error(closing.join(ada.id(), KITCHEN))).isInstanceOf(RegistryClosedException.class);
        send(there, Audience.group(LOBBY), "hi");
        gets(bob, "hi");
        has(ada);
    }

    private ConnectionRegistry meddled(Meddler[] meddler, EventLog log) {
        return hubs.open(real -> meddler[0] = new Meddler(real), hub -> hub.listener(hubs.told(log)));
    }

    private void joinIsRefusedAndThenNot(Consumer<Refusal> how) {
        Refusal[] refusal = new Refusal[1];
        ConnectionRegistry refused = hubs.open(real -> refusal[0] = new Refusal(real), hub -> {});
        RecordingConnection ada = connect(refused, "ada");
        how.accept(refusal[0]);
        assertThat(deadline.error(refused.join(ada.id(), LOBBY))).isInstanceOf(BackplaneUnavailableException.class);
        behind(group(LOBBY));
        refusal[0].refuseSubscriptions = false;
        refusal[0].refuseWrites = false;
        deadline.done(refused.join(ada.id(), LOBBY));
        behind(group(LOBBY), ada);
        send(here, Audience.group(LOBBY), "hi");
        gets(ada, "hi");
    }

    private static final class Refusal extends ForwardingBackplane {
        volatile boolean refuseSubscriptions;
        volatile boolean refuseWrites;

        Refusal(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return refuseSubscriptions ? refused() : super.subscribe(subject, listener);
        }

        @Override
        public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
            return refuseWrites ? refused() : super.add(lease, member, targets);
        }

        private static <T> CompletionStage<T> refused() {
            return CompletableFuture.failedStage(new BackplaneUnavailableException("refused on purpose"));
        }
    }
}
