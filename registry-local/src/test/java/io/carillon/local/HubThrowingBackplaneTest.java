package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.local.ScriptedBackplane.Writes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever foreign code throws ends in a stage or in the log, and never stops the hub; nor can a caller meddle with one. */
class HubThrowingBackplaneTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final ScriptedBackplane backplane = new ScriptedBackplane(broker);
    private Hub hub;
    private Sink ada;

    @BeforeEach
    void start() {
        hub = runtime.done(Hub.builder().backplane(backplane).lanes(1).start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        runtime.done(hub.register(ada));
    }

    @Test
    void aJoinWhoseStoreThrowsFailsInItsStageAndTheConnectionGoesOn() {
        backplane.writes = Writes.THROW;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        assertThat(runtime.error(join))
                .isInstanceOf(BackplaneTimeoutException.class)
                .hasRootCauseMessage(ScriptedBackplane.THROWN);
        backplane.writes = Writes.PASS;
        runtime.done(hub.unregister(ada.id()));
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aLeaveWhoseStoreThrowsFailsInItsStageAndTheConnectionGoesOn() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.THROW;
        CompletionStage<Void> leave = hub.leave(ada.id(), "lobby");
        assertThat(runtime.error(leave))
                .isInstanceOf(BackplaneTimeoutException.class)
                .hasRootCauseMessage(ScriptedBackplane.THROWN);
        backplane.writes = Writes.PASS;
        runtime.done(hub.unregister(ada.id()));
        assertThat(runtime.done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aSubscribeThatThrowsFailsTheJoinInItsStageAndTheNextOneWorks() {
        backplane.throwAtSubscribes = true;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        assertThat(runtime.error(join))
                .isInstanceOf(BackplaneTimeoutException.class)
                .hasRootCauseMessage(ScriptedBackplane.THROWN);
        backplane.throwAtSubscribes = false;
        Sink bob = new Sink(hub.instanceId(), "bob");
        hub.register(bob);
        runtime.done(hub.join(bob.id(), "lobby"));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void aConnectionThatThrowsAnErrorDoesNotStopItsLane() {
        runtime.done(hub.register(new Sink(hub.instanceId(), "bad") {
            @Override
            public Offer offer(Message message) {
                throw new StackOverflowError("broken on purpose");
            }
        }));
        runtime.done(hub.join(ada.id(), "lobby"));
        runtime.done(hub.send(Audience.user("bad"), Message.text("for the bad one")));
        runtime.done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusalOfALeaveIsSeenUnwrappedInTheStage() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.REFUSE;
        assertThat(asSeen(hub.leave(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
    }

    @Test
    void aRefusalOfALeaveAllIsSeenUnwrappedInTheStage() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.REFUSE;
        assertThat(asSeen(hub.leaveAll(ada.id()))).isInstanceOf(BackplaneUnavailableException.class);
    }

    @Test
    void aLeaveAllCannotBeCompletedByItsCaller() {
        runtime.done(hub.join(ada.id(), "lobby"));
        backplane.writes = Writes.ARRIVE_LATE;
        CompletionStage<Void> leaveAll = hub.leaveAll(ada.id());
        leaveAll.toCompletableFuture().complete(null);
        assertThat(leaveAll).isNotDone();
    }

    @Test
    void theAnswerOfAQueryCannotBeReplacedByItsCaller() {
        CompletionStage<List<Member>> connections = hub.connectionsOf("ada");
        connections.toCompletableFuture().obtrudeValue(List.of());
        assertThat(runtime.done(connections)).extracting(Member::id).containsExactly(ada.id());
    }

    /** What a caller sees who chains to the stage itself. */
    private Throwable asSeen(CompletionStage<?> stage) {
        runtime.run();
        return stage.handle((value, error) -> error).toCompletableFuture().join();
    }
}
