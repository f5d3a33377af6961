package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.local.ScriptedBackplane.Writes;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on one connection that overtake each other, or whose answers come too late. */
class HubRaceTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final ScriptedBackplane backplane = new ScriptedBackplane(broker);
    private Hub hub;
    private Sink ada;

    @BeforeEach
    void start() {
        hub = runtime.done(
                Hub.builder().backplane(backplane).operationTimeout(TIMEOUT).start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        runtime.done(hub.register(ada));
    }

    @Test
    void aLeaveQueuedBeforeAnUnregisterEvictsNobodyElse() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        runtime.done(hub.register(bob));
        runtime.done(hub.join(bob.id(), "lobby"));
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.ANSWER_LATE;
        hub.join(ada.id(), "other");
        hub.leave(ada.id(), "lobby");
        hub.unregister(ada.id());
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.run();
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void aLeaveQueuedBeforeTheUnregisterOfTheOnlyMemberEndsAndSoDoesTheUnregister() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.ANSWER_LATE;
        hub.join(ada.id(), "other");
        CompletionStage<Void> leave = hub.leave(ada.id(), "lobby");
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.done(leave);
        runtime.done(unregister);
        assertThat(inStore("lobby")).isZero();
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void anUnregisterAfterARefusedOneIsDoneWhenNoQueryShowsTheConnection() {
        backplane.writes = Writes.REFUSE;
        assertThat(runtime.error(hub.unregister(ada.id()))).isInstanceOf(BackplaneUnavailableException.class);
        backplane.writes = Writes.PASS;
        CompletionStage<Void> again = hub.unregister(ada.id());
        runtime.run();
        assertThat(again).isNotDone();
        runtime.advance(Reconciliation.RETRY);
        runtime.done(again);
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aSecondUnregisterIsNotDoneWhileQueriesShowTheConnection() {
        backplane.writes = Writes.ARRIVE_LATE;
        hub.unregister(ada.id());
        CompletionStage<Void> second = hub.unregister(ada.id());
        assertThat(runtime.done(hub.connectionsOf("ada"))).hasSize(1);
        assertThat(second).isNotDone();
        backplane.answerHeld();
        runtime.done(second);
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void anUnregisterBehindAFullQueueIsCarriedOut() {
        backplane.writes = Writes.ANSWER_LATE;
        for (int i = 0; i <= OperationQueue.MAX_WAITING; i++) {
            hub.join(ada.id(), "group " + i);
        }
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.done(unregister);
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void anUnregisterIsCarriedOutThoughTheUndoBeforeItHangs() {
        backplane.writes = Writes.ANSWER_LATE;
        hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        backplane.answerHeld();
        backplane.writes = Writes.ARRIVE_LATE;
        runtime.advance(Reconciliation.RETRY);
        backplane.writes = Writes.PASS;
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        runtime.run();
        assertThat(unregister).isNotDone();
        runtime.advance(TIMEOUT);
        runtime.done(unregister);
        backplane.answerHeld();
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aLateRefusalOfATimedOutLeaveMakesNobodyAMemberTwice() {
        runtime.done(hub.join(ada.id(), "lobby"));
        rejoinBeforeTheLeaveIsRefused();
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void nothingReachesAConnectionThatLeavesAfterALateRefusalOfItsFirstLeave() {
        runtime.done(hub.join(ada.id(), "lobby"));
        rejoinBeforeTheLeaveIsRefused();
        runtime.done(hub.leave(ada.id(), "lobby"));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).isEmpty();
    }

    @Test
    void anUnregisterAfterATimedOutLeaveLeavesNobodyInTheGroup() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.REFUSE_LATE;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        backplane.writes = Writes.PASS;
        runtime.done(hub.unregister(ada.id()));
        backplane.answerHeld();
        runtime.run();
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aRejoinThatALateLeaveTakesAwayIsBackWithinAnInterval() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.ARRIVE_LATE;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        backplane.writes = Writes.PASS;
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.answerHeld();
        runtime.advance(Reconciliation.INTERVAL);
        assertThat(inStore("lobby")).isEqualTo(1);
    }

    @Test
    void aJoinOfUnknownOutcomeIsTakenBackThoughItsUndoIsRefusedAtFirst() {
        backplane.writes = Writes.LOSE_ANSWERS_OF_ADDS_AND_REFUSE_REMOVALS;
        assertThat(runtime.error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneTimeoutException.class);
        runtime.advance(Reconciliation.RETRY);
        assertThat(inStore("lobby")).isEqualTo(1);
        backplane.writes = Writes.PASS;
        runtime.advance(Reconciliation.RETRY);
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aRejoinAfterARefusedUnsubscribeDeliversOnce() {
        runtime.done(hub.join(ada.id(), "lobby"));
        runtime.done(hub.leave(ada.id(), "lobby"));
        backplane.refuseUnsubscribes = true;
        runtime.advance(Duration.ofSeconds(HubBuilder.DEFAULT_LINGER_SECONDS));
        backplane.refuseUnsubscribes = false;
        runtime.done(hub.join(ada.id(), "lobby"));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aLeaveAllKeepsItsPlaceBehindAJoinThatWaits() {
        backplane.holdSubscriptions = true;
        hub.join(ada.id(), "lobby");
        CompletionStage<Void> leaveAll = hub.leaveAll(ada.id());
        runtime.run();
        backplane.answerHeld();
        runtime.done(leaveAll);
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void messagesStillComeWhileALeaveThatWillBeRefusedIsUnderWay() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.REFUSE_LATE;
        CompletionStage<Void> leave = hub.leave(ada.id(), "lobby");
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        backplane.answerHeld();
        assertThat(runtime.error(leave)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(ada.received).containsExactly("hi");
    }

    private void rejoinBeforeTheLeaveIsRefused() {
        backplane.writes = Writes.REFUSE_LATE;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        backplane.writes = Writes.PASS;
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.answerHeld();
        runtime.run();
    }

    private long inStore(String group) {
        return runtime.done(broker.membership().count(new Target.Group(group)));
    }
}
