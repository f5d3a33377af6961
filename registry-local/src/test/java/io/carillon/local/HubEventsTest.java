package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.JoinResult;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.ScriptedBackplane.Writes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listeners are told of comings and goings where the store's answer was lost, or where the store has forgotten. */
class HubEventsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration INSTANT = Duration.ofMillis(1);
    /** By then a lease of ten seconds was renewed, or another one was asked for. */
    private static final Duration RENEWED = Duration.ofSeconds(4);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final ScriptedBackplane backplane = new ScriptedBackplane(broker);
    private final Recorder heard = new Recorder();
    private Hub hub;
    private Sink ada;

    @BeforeEach
    void start() {
        begin(Hub.builder().backplane(backplane));
    }

    @Test
    void aLeaveThatIsAskedForAgainAfterItsAnswerWasLostIsToldOnce() {
        joined("lobby");
        unknown(() -> hub.leave(ada.id(), "lobby"));
        assertThat(heard.take()).isEmpty();
        done(hub.leave(ada.id(), "lobby"));
        assertThat(heard.take()).containsExactly("left ada lobby");
        settle();
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void aLeaveAllIsToldOfEachGroupThoughTheAnswerOfTheFirstTryWasLost() {
        joined("lobby");
        joined("den");
        unknown(() -> hub.leaveAll(ada.id()));
        done(hub.leaveAll(ada.id()));
        assertThat(heard.take()).containsExactlyInAnyOrder("left ada lobby", "left ada den");
        settle();
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void aJoinThatIsAskedForAgainAfterItsAnswerWasLostIsToldOnce() {
        unknown(() -> hub.join(ada.id(), "lobby"));
        assertThat(heard.take()).isEmpty();
        done(hub.join(ada.id(), "lobby"));
        assertThat(heard.take()).containsExactly("joined ada lobby");
        settle();
        assertThat(heard.take()).isEmpty();
        done(hub.leave(ada.id(), "lobby"));
        assertThat(heard.take()).containsExactly("left ada lobby");
    }

    @Test
    void ofAJoinWhoseAnswerWasLostAndThatIsTakenBackNothingIsTold() {
        unknown(() -> hub.join(ada.id(), "lobby"));
        settle();
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void ofAnUnregistrationWhoseAnswerWasLostIsToldWhenTheStoreHasConfirmedIt() {
        joined("lobby");
        unknown(() -> hub.unregister(ada.id()));
        assertThat(heard.take()).isEmpty();
        settle();
        assertThat(heard.take()).containsExactly("left ada lobby", "disconnected ada");
    }

    @Test
    void whoJoinedTooLateIsToldToHaveGoneThoughTheAnswerOfTheRemovalWasLost() {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        CompletionStage<Void> gone = hub.unregister(ada.id());
        backplane.answerHeld();
        runtime.advance(TIMEOUT); // the removal's own answer does not come
        assertThat(error(gone)).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(join.toCompletableFuture()).isCompletedExceptionally();
        assertThat(heard.take()).containsExactly("joined ada lobby");
        backplane.writes = Writes.PASS;
        backplane.answerHeld(); // the next try says that there was nothing to remove
        settle();
        assertThat(heard.take()).containsExactly("left ada lobby", "disconnected ada");
    }

    @Test
    void whatAStoreHasForgottenIsToldToHaveEndedWhenItEnds() {
        joined("lobby");
        joined("den");
        broker.forget();
        done(hub.leave(ada.id(), "lobby"));
        done(hub.unregister(ada.id()));
        assertThat(heard.take()).containsExactly("left ada lobby", "left ada den", "disconnected ada");
    }

    /** Of what is dead already the store says nothing when it is removed, and of what is dead and still there nothing when it comes. */
    @Test
    void whoLeavesAndComesUnderAnotherLeaseIsToldOfAsOften() {
        joined("lobby");
        broker.expire(hub.instanceId());
        backplane.writes = Writes.REFUSE;
        runtime.advance(RENEWED); // the new lease is there, but she is not written under it
        backplane.writes = Writes.PASS;
        done(hub.leave(ada.id(), "lobby"));
        done(hub.join(ada.id(), "lobby"));
        settle();
        assertThat(heard.take())
                .filteredOn(event -> event.contains("lobby"))
                .containsExactly("left ada lobby", "joined ada lobby");
    }

    @Test
    void whoStaysWhereItIsIsToldOfOnceHoweverOftenTheAnswerIsLost() {
        joined("lobby");
        for (int i = 0; i < 3; i++) {
            backplane.writes = Writes.ANSWER_LATE;
            runtime.advance(Reconciliation.INTERVAL.plus(TIMEOUT));
            backplane.writes = Writes.PASS;
            backplane.answerHeld();
            settle();
        }
        unknown(() -> hub.update(ada.id(), Map.of("status", "away")));
        settle();
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void whatIsDoneWithoutTheBrokerIsToldWhenItIsWrittenThoughTheAnswerWasLost() {
        FaultyBackplane link = FaultyBackplane.over(backplane, runtime::after, runtime.serial("driver"), 1);
        begin(Hub.builder().backplane(link).outagePolicy(OutagePolicy.LOCAL_ONLY));
        joined("lobby");
        joined("attic");
        link.cut();
        done(hub.leave(ada.id(), "lobby"));
        assertThat(done(hub.join(ada.id(), "den"))).isEqualTo(JoinResult.LOCAL_ONLY);
        done(hub.leave(ada.id(), "attic"));
        done(hub.join(ada.id(), "attic"));
        assertThat(heard.take()).isEmpty();
        backplane.writes = Writes.ANSWER_LATE;
        link.restore();
        runtime.advance(TIMEOUT.plus(Reconciliation.RETRY));
        backplane.writes = Writes.PASS;
        backplane.answerHeld();
        runtime.advance(TIMEOUT.plus(Reconciliation.RETRY));
        assertThat(heard.take())
                .filteredOn(event -> event.endsWith("lobby") || event.endsWith("den") || event.endsWith("attic"))
                .containsExactlyInAnyOrder("left ada lobby", "joined ada den");
    }

    @Test
    void ofARefusalNothingIsTold() {
        joined("lobby");
        backplane.writes = Writes.REFUSE;
        assertThat(error(hub.leave(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(hub.join(ada.id(), "den"))).isInstanceOf(BackplaneUnavailableException.class);
        backplane.writes = Writes.PASS;
        settle();
        assertThat(heard.take()).isEmpty();
    }

    private void begin(HubBuilder builder) {
        hub = done(builder.operationTimeout(TIMEOUT).listener(heard).start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        done(hub.register(ada));
        heard.take();
    }

    private void joined(String group) {
        done(hub.join(ada.id(), group));
        assertThat(heard.take()).containsExactly("joined ada " + group);
    }

    /** Carried out, but the answer does not come. */
    private void unknown(Supplier<CompletionStage<?>> asked) {
        backplane.writes = Writes.ANSWER_LATE;
        CompletionStage<?> stage = asked.get();
        runtime.advance(TIMEOUT);
        assertThat(error(stage)).isInstanceOf(BackplaneTimeoutException.class);
        backplane.writes = Writes.PASS;
    }

    /** Until everything that is in doubt has been written. */
    private void settle() {
        runtime.advance(Reconciliation.RETRY.multipliedBy(2));
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.advance(INSTANT);
        return runtime.done(stage);
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.advance(INSTANT);
        return runtime.error(stage);
    }
}
