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
        hub = done(Hub.builder()
                .backplane(backplane)
                .operationTimeout(TIMEOUT)
                .listener(heard)
                .start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        done(hub.register(ada));
    }

    @Test
    void aRefusedSubscriptionUndoesTheJoinAndTheNextOneWorks() {
        backplane.refuseSubscriptions = true;
        assertThat(error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(inStore("lobby")).isZero();
        backplane.refuseSubscriptions = false;
        done(hub.join(ada.id(), "lobby"));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusedWriteUndoesTheJoinAndTheNextOneWorks() {
        backplane.writes = Writes.REFUSE;
        assertThat(error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        done(hub.send(Audience.group("lobby"), Message.text("too early")));
        backplane.writes = Writes.PASS;
        done(hub.join(ada.id(), "lobby"));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusedRegistrationLeavesNothingBehind() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        backplane.writes = Writes.REFUSE;
        assertThat(error(hub.register(bob))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(hub.connection(bob.id())).isEmpty();
        assertThat(error(hub.join(bob.id(), "lobby"))).isInstanceOf(UnknownConnectionException.class);
    }

    @Test
    void aRefusedLeaveKeepsTheMembershipSoThatItCanBeTriedAgain() {
        done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.REFUSE;
        assertThat(error(hub.leave(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
        backplane.writes = Writes.PASS;
        done(hub.leave(ada.id(), "lobby"));
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aJoinThatIsAnsweredTooLateIsTakenBack() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        assertThat(error(join)).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(inStore("lobby")).isEqualTo(1);
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.advance(Duration.ofSeconds(1));
        assertThat(inStore("lobby")).isZero();
        done(hub.send(Audience.group("lobby"), Message.text("not for her")));
        assertThat(ada.received).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotTakeBackWhatASecondTryHasWritten() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> first = hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        assertThat(error(first)).isInstanceOf(BackplaneTimeoutException.class);
        backplane.writes = Writes.PASS;
        done(hub.join(ada.id(), "lobby"));
        backplane.answerHeld();
        runtime.run();
        assertThat(inStore("lobby")).isEqualTo(1);
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aJoinThatRacesACloseLeavesNothingBehind() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        done(unregister);
        assertThat(error(join)).isInstanceOf(UnknownConnectionException.class);
        assertThat(inStore("lobby")).isZero();
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
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
        assertThat(error(join)).isInstanceOf(UnknownConnectionException.class);
        done(leaving);
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
        done(unregister);
        assertThat(error(register)).isInstanceOf(UnknownConnectionException.class);
        assertThat(done(hub.connectionsOf("bob"))).isEmpty();
        assertThat(hub.connection(bob.id())).isEmpty();
    }

    @Test
    void nothingReachesAConnectionOnceItsLeavingHasBegun() {
        done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        done(hub.send(Audience.group("lobby").and(Audience.everyone()), Message.text("hi")));
        assertThat(ada.received).isEmpty();
        assertThat(unregister.toCompletableFuture()).isNotDone();
    }

    @Test
    void aHubThatCannotListenDoesNotStartAndLeavesNothingBehind() {
        backplane.refuseSubscriptions = true;
        ManualRuntime other = new ManualRuntime();
        CompletionStage<Hub> start =
                Hub.builder().backplane(backplane).name("other").start(other);
        assertThat(error(start)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(done(hub.instances())).containsExactly(hub.instanceId());
        assertThat(other.closed).isTrue();
    }

    @Test
    void aMalformedEnvelopeIsDroppedAndTheNextMessageArrives() {
        done(hub.join(ada.id(), "lobby"));
        for (Subject subject : Set.of(
                new Subject(Subject.Kind.GROUP, "lobby"),
                Subject.EVERYONE,
                new Subject(Subject.Kind.INSTANCE, hub.instanceId().value()))) {
            done(broker.pubSub().publish(subject, new byte[] {1, 1, 6, 1, 4, 'h', 'e', 'r'}));
        }
        byte[] aimedAtNobody = EnvelopeCodec.encode(new Envelope(
                hub.instanceId(),
                null,
                List.of(),
                List.of(),
                new Effect.Deliver(Message.text("no target"), Overflow.DEFAULT)));
        done(broker.pubSub()
                .publish(new Subject(Subject.Kind.INSTANCE, hub.instanceId().value()), aimedAtNobody));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    private long inStore(String group) {
        return done(broker.membership().count(new Target.Group(group)));
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }
}
