package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.JoinResult;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.local.ScriptedBackplane.Writes;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub whose broker refuses, or answers late, or never. */
class HubFailureTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final ScriptedBackplane backplane = new ScriptedBackplane(broker);
    private Hub hub;
    private Sink ada;

    private final Recorder heard = new Recorder();

    @BeforeEach
    void start() {
        hub = runtime.done(Hub.builder()
                .backplane(backplane)
                .operationTimeout(TIMEOUT)
                .listener(heard)
                .start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        runtime.done(hub.register(ada));
    }

    @Test
    void aRefusedSubscriptionUndoesTheJoinAndTheNextOneWorks() {
        backplane.refuseSubscriptions = true;
        assertThat(runtime.error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(inStore("lobby")).isZero();
        backplane.refuseSubscriptions = false;
        runtime.done(hub.join(ada.id(), "lobby"));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusedWriteUndoesTheJoinAndTheNextOneWorks() {
        backplane.writes = Writes.REFUSE;
        assertThat(runtime.error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        runtime.done(hub.send(Audience.group("lobby"), Message.text("too early")));
        backplane.writes = Writes.PASS;
        runtime.done(hub.join(ada.id(), "lobby"));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusedRegistrationLeavesNothingBehind() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        backplane.writes = Writes.REFUSE;
        assertThat(runtime.error(hub.register(bob))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(hub.connection(bob.id())).isEmpty();
        assertThat(runtime.error(hub.join(bob.id(), "lobby"))).isInstanceOf(UnknownConnectionException.class);
    }

    @Test
    void aRefusedLeaveKeepsTheMembershipSoThatItCanBeTriedAgain() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.REFUSE;
        assertThat(runtime.error(hub.leave(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
        backplane.writes = Writes.PASS;
        runtime.done(hub.leave(ada.id(), "lobby"));
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aJoinThatIsAnsweredTooLateIsTakenBack() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        assertThat(runtime.error(join)).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(inStore("lobby")).isEqualTo(1);
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.advance(Duration.ofSeconds(1));
        assertThat(inStore("lobby")).isZero();
        runtime.done(hub.send(Audience.group("lobby"), Message.text("not for her")));
        assertThat(ada.received).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotTakeBackWhatASecondTryHasWritten() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> first = hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        assertThat(runtime.error(first)).isInstanceOf(BackplaneTimeoutException.class);
        backplane.writes = Writes.PASS;
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.answerHeld();
        runtime.run();
        assertThat(inStore("lobby")).isEqualTo(1);
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aJoinThatRacesACloseLeavesNothingBehind() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.done(unregister);
        assertThat(runtime.error(join)).isInstanceOf(UnknownConnectionException.class);
        assertThat(inStore("lobby")).isZero();
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void whoeverIsToldOfAGoingWasToldOfTheComing() {
        heard.take();
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<JoinResult> join = hub.join(ada.id(), "lobby");
        CompletionStage<Void> leaving = hub.unregister(ada.id());
        runtime.run();
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        assertThat(runtime.error(join)).isInstanceOf(UnknownConnectionException.class);
        runtime.done(leaving);
        assertThat(heard.take())
                .containsExactly("joined ada lobby", "left ada lobby", "disconnected ada", "offline ada");
    }

    @Test
    void aConnectionThatGoesWhileItRegistersEndsInNoRegistry() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> register = hub.register(bob);
        CompletionStage<Void> unregister = hub.unregister(bob.id());
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.done(unregister);
        assertThat(runtime.error(register)).isInstanceOf(UnknownConnectionException.class);
        assertThat(runtime.done(hub.connectionsOf("bob"))).isEmpty();
        assertThat(hub.connection(bob.id())).isEmpty();
    }

    @Test
    void nothingReachesAConnectionOnceItsLeavingHasBegun() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        runtime.done(hub.send(Audience.group("lobby").and(Audience.everyone()), Message.text("hi")));
        assertThat(ada.received).isEmpty();
        assertThat(unregister.toCompletableFuture()).isNotDone();
    }

    @Test
    void aHubThatCannotListenDoesNotStartAndLeavesNothingBehind() {
        backplane.refuseSubscriptions = true;
        ManualRuntime other = new ManualRuntime();
        CompletionStage<Hub> start =
                Hub.builder().backplane(backplane).name("other").start(other);
        assertThat(runtime.error(start)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(runtime.done(hub.instances())).containsExactly(hub.instanceId());
        assertThat(other.closed).isTrue();
    }

    @Test
    void aMalformedEnvelopeIsDroppedAndTheNextMessageArrives() {
        runtime.done(hub.join(ada.id(), "lobby"));
        for (Subject subject : Set.of(
                new Subject(Subject.Kind.GROUP, "lobby"),
                Subject.EVERYONE,
                new Subject(Subject.Kind.INSTANCE, hub.instanceId().value()))) {
            runtime.done(broker.pubSub().publish(subject, new byte[] {1, 1, 6, 1, 4, 'h', 'e', 'r'}));
        }
        byte[] aimedAtNobody = EnvelopeCodec.encode(new Envelope(
                hub.instanceId(),
                null,
                List.of(),
                List.of(),
                new Effect.Deliver(Message.text("no target"), Overflow.DEFAULT)));
        runtime.done(broker.pubSub()
                .publish(new Subject(Subject.Kind.INSTANCE, hub.instanceId().value()), aimedAtNobody));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    private long inStore(String group) {
        return runtime.done(broker.membership().count(new Target.Group(group)));
    }
}
