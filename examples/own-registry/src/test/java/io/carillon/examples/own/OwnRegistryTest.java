package io.carillon.examples.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.CloseReason;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryClosedException;
import io.carillon.SendOptions;
import io.carillon.tck.Deadline;
import io.carillon.tck.RecordingConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What this registry does beyond the contract of all. */
class OwnRegistryTest {
    private static final String LOBBY = "lobby";
    private static final int LINES = 200;

    private final Deadline deadline = new Deadline(Duration.ofSeconds(30));
    private final OwnCluster cluster = new OwnCluster();
    private final OwnRegistry here = cluster.open();
    private final OwnRegistry there = cluster.open();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void whoLivedOnACrashedInstanceIsSeenForItsLifeAndNoLonger() {
        RecordingConnection ada = member(here, "ada");
        RecordingConnection ghost = member(there, "ghost");
        cluster.crash(there);
        cluster.passes(OwnRegistry.LIFE.minusSeconds(1));
        assertThat(inTheLobby()).containsExactlyInAnyOrder(member(ada), member(ghost));
        cluster.passes(Duration.ofSeconds(1));
        assertThat(inTheLobby()).containsExactly(member(ada));
        assertThat(deadline.done(here.groups(ghost.id()))).isEmpty();
    }

    @Test
    void anInstanceThatSleptPastItsLifeSendsItsClientsAwayAndTakesThemInAgain() {
        RecordingConnection ada = member(there, "ada");
        cluster.sleeps(OwnRegistry.LIFE);
        assertThat(inTheLobby()).isEmpty();
        assertThat(deadline.error(there.register(RecordingConnection.of(there.instanceId(), "too early"))))
                .isInstanceOf(LeaseLostException.class);
        assertThat(there.connections()).containsExactly(ada);
        cluster.beat(there);
        assertThat(ada.closes()).containsExactly(CloseReason.TRY_AGAIN_LATER);
        deadline.done(there.unregister(ada.id()));
        assertThat(inTheLobby()).isEmpty();
        RecordingConnection again = member(there, "ada");
        assertThat(inTheLobby()).containsExactly(member(again));
    }

    @Test
    void whatIsSentAgainUnderItsNameIsHeardOnceAndThatOfAnotherSenderToo() {
        RecordingConnection ada = member(there, "ada");
        SendOptions named = SendOptions.withId("1");
        deadline.done(here.send(Audience.group(LOBBY), Message.text("hi"), named));
        deadline.done(here.send(Audience.group(LOBBY), Message.text("hi"), named));
        deadline.done(there.send(Audience.group(LOBBY), Message.text("hi from there"), named));
        deadline.done(here.send(Audience.group(LOBBY), Message.text("a marker")));
        deadline.until(() -> assertThat(ada.texts()).contains("a marker", "hi from there"));
        assertThat(ada.texts()).containsExactlyInAnyOrder("hi", "hi from there", "a marker");
    }

    @Test
    void whatTheDatabaseFailsHasNotHappened() {
        RecordingConnection ada = member(here, "ada");
        cluster.trouble(() -> {
            throw new IllegalStateException("failed on purpose");
        });
        assertThat(deadline.error(here.join(ada.id(), "kitchen"))).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(deadline.error(here.send(Audience.group(LOBBY), Message.text("lost"))))
                .isInstanceOf(BackplaneTimeoutException.class);
        cluster.trouble(() -> {});
        assertThat(deadline.done(here.groups(ada.id()))).containsExactly(LOBBY);
        deadline.done(here.send(Audience.group(LOBBY), Message.text("a marker")));
        deadline.until(() -> assertThat(ada.texts()).containsExactly("a marker"));
    }

    @Test
    void whatTheDatabaseDoesTooLateIsUndone() {
        RecordingConnection ada = member(here, "ada");
        CompletableFuture<Void> stalled = new CompletableFuture<>();
        cluster.trouble(stalled::join);
        assertThat(deadline.error(here.join(ada.id(), "kitchen"))).isInstanceOf(BackplaneTimeoutException.class);
        stalled.complete(null);
        assertThat(deadline.done(here.groups(ada.id()))).containsExactly(LOBBY);
    }

    @Test
    void aCallbackMayWaitForTheRegistry() {
        RecordingConnection ada = member(here, "ada");
        CompletableFuture<Void> stalled = new CompletableFuture<>();
        cluster.trouble(stalled::join); // until the callback is there
        CompletionStage<Set<String>> groups = here.groups(ada.id())
                .thenApply(first -> here.groups(ada.id()).toCompletableFuture().join());
        stalled.complete(null);
        assertThat(deadline.done(groups)).containsExactly(LOBBY);
    }

    @Test
    void whoGoesWhileItComesIsNotBroughtBack() {
        RecordingConnection ada = RecordingConnection.of(here.instanceId(), "ada");
        cluster.beforeNextTask(here, () -> here.unregister(ada.id()));
        deadline.done(here.register(ada));
        assertThat(here.connections()).isEmpty();
        assertThat(deadline.done(there.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aClosedRegistryIsForgottenAtOnceAndDoesNothingMore() {
        RecordingConnection ada = member(there, "ada");
        there.close();
        assertThat(inTheLobby()).isEmpty();
        assertThat(deadline.error(there.groups(ada.id()))).isInstanceOf(RegistryClosedException.class);
        there.close();
    }

    @Test
    void theRegistryIsAsShortAsTheReadmeSays() throws Exception {
        assertThat(Files.readAllLines(Path.of("src/main/java/io/carillon/examples/own/OwnRegistry.java")))
                .hasSizeLessThanOrEqualTo(LINES);
        assertThat(Files.readString(Path.of("README.md"))).contains("in " + LINES + " lines");
    }

    private RecordingConnection member(OwnRegistry registry, String user) {
        RecordingConnection connection = RecordingConnection.of(registry.instanceId(), user);
        registry.register(connection);
        deadline.done(registry.join(connection.id(), LOBBY));
        return connection;
    }

    private static Member member(RecordingConnection connection) {
        return new Member(connection.id(), connection.user());
    }

    private List<Member> inTheLobby() {
        return deadline.done(here.members(LOBBY));
    }
}
