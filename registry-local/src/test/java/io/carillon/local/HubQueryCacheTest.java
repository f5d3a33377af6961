package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import io.carillon.Target;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hub that keeps answers shows, and when: one with a cache, {@code here}, beside one without. */
class HubQueryCacheTest {
    private static final Duration AGE = Duration.ofSeconds(1);

    private final ManualRuntime runtime = new ManualRuntime();
    private final ScriptedBackplane backplane = new ScriptedBackplane(new InMemoryBackplane(runtime));
    private Hub here;
    private Hub there;

    @BeforeEach
    void start() {
        here = runtime.done(Hub.builder().backplane(backplane).queryCache(AGE).start(runtime));
        there = runtime.done(Hub.builder().backplane(backplane).start(runtime));
    }

    @Test
    void whatAnotherInstanceWritesIsSeenWhenTheAnswersAreTooOld() {
        assertThat(runtime.done(here.count("lobby"))).isZero();
        assertThat(runtime.done(here.members("lobby"))).isEmpty();
        member(there, "lobby");
        assertThat(runtime.done(here.count("lobby"))).isZero();
        assertThat(runtime.done(here.members("lobby"))).isEmpty();
        assertThat(runtime.done(there.count("lobby"))).isEqualTo(1);
        runtime.advance(AGE.plusNanos(1));
        assertThat(runtime.done(here.count("lobby"))).isEqualTo(1);
        assertThat(runtime.done(here.members("lobby"))).hasSize(1);
    }

    @Test
    void whatThisInstanceWritesIsSeenAtOnce() {
        shows(0);
        ConnectionId id = member(here, "lobby");
        shows(1);
        assertThat(runtime.done(here.connectionsOf("ada"))).hasSize(1);
        assertThat(runtime.done(here.count(new Target.Connection(id)))).isEqualTo(1);
        runtime.done(here.leave(id, "lobby"));
        shows(0);
        runtime.done(here.join(id, "lobby"));
        shows(1);
        runtime.done(here.update(id, Map.of("mood", "good")));
        assertThat(runtime.done(here.members("lobby")).get(0).attributes()).containsEntry("mood", "good");
        runtime.done(here.unregister(id));
        shows(0);
        assertThat(runtime.done(here.connectionsOf("ada"))).isEmpty();
        assertThat(runtime.done(here.count(new Target.Connection(id)))).isZero();
    }

    /** While it waits, somebody asks what the lobby is; the answer may not be given once the join is done. */
    @Test
    void whatWasAskedDuringAJoinIsNotGivenBehindIt() {
        ConnectionId id = member(here, "kitchen");
        backplane.writes = ScriptedBackplane.Writes.ARRIVE_LATE;
        CompletionStage<?> joining = here.join(id, "lobby");
        runtime.run();
        shows(0);
        backplane.answerHeld();
        runtime.done(joining);
        shows(1);
    }

    @Test
    void anAnswerThatWasCancelledByOneIsThereForOthers() {
        CompletionStage<Long> first = here.count("lobby");
        first.toCompletableFuture().cancel(false);
        assertThat(runtime.done(here.count("lobby"))).isZero();
    }

    private void shows(int members) {
        assertThat(runtime.done(here.count("lobby"))).isEqualTo(members);
        assertThat(runtime.done(here.members("lobby"))).hasSize(members);
    }

    private ConnectionId member(Hub hub, String group) {
        Sink sink = new Sink(hub.instanceId(), "ada");
        runtime.done(hub.register(sink));
        runtime.done(hub.join(sink.id(), group));
        return sink.id();
    }
}
