package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.JoinResult;
import io.carillon.LimitExceededException;
import io.carillon.tck.RecordingConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How many groups, and how fast. */
class JoinsTest extends InstanceTest {

    private void isRefused(CompletionStage<?> join, String why) {
        assertThat(error(join)).isInstanceOf(LimitExceededException.class).hasMessageContaining(why);
    }

    @Test
    void aGroupTooManyIsNotJoinedAndLeavingOneMakesRoom() {
        Instance one = new Instance(Limits.builder().groupsPerConnection(2));
        RecordingConnection ada = one.connect("ada");
        done(one.join(ada, "a"));
        done(one.join(ada, "b"));

        isRefused(one.join(ada, "c"), "is in 2 groups, which is the limit");

        assertThat(done(one.hub.groups(ada.id()))).containsExactlyInAnyOrder("a", "b");
        assertThat(one.refused(Limit.GROUPS)).isOne();
        done(one.registry.leave(ada.id(), "a"));
        done(one.join(ada, "c"));
        done(one.registry.leaveAll(ada.id()));
        done(one.join(ada, "d"));
        done(one.join(ada, "e"));
    }

    @Test
    void oneConnectionsGroupsAreNotAnothers() {
        Instance one = new Instance(Limits.builder().groupsPerConnection(1));
        done(one.join(one.connect("ada"), "a"));

        done(one.join(one.connect("bob"), "b"));
    }

    @Test
    void joiningAgainCountsNothing() {
        Instance one = new Instance(Limits.builder().groupsPerConnection(1).newGroupsPerConnection(1));
        RecordingConnection ada = one.connect("ada");

        for (int i = 0; i < 3; i++) {
            done(one.join(ada, "a"));
        }

        assertThat(one.limits.refusals()).doesNotContainValue(1L);
    }

    @Test
    void joinsUnderWayCountAndThoseThatFailMakeRoom() {
        Instance one = new Instance(Limits.builder().groupsPerConnection(1));
        RecordingConnection ada = one.connect("ada");
        CompletableFuture<JoinResult> late = new CompletableFuture<>();
        one.behind.joining = () -> late;
        CompletionStage<?> first = one.join(ada, "a");
        CompletionStage<?> again = one.join(ada, "a");
        isRefused(one.join(ada, "b"), "1 groups");

        late.completeExceptionally(new IllegalStateException("on purpose"));
        assertThat(error(first)).hasMessage("on purpose");
        assertThat(error(again)).hasMessage("on purpose");

        one.behind.joining = null;
        done(one.join(ada, "b"));
        isRefused(one.join(ada, "a"), "1 groups");
    }

    @Test
    void ofTwoJoinsOfOneGroupTheOneThatSucceedsCounts() {
        Instance one = new Instance(Limits.builder().groupsPerConnection(1));
        RecordingConnection ada = one.connect("ada");
        CompletableFuture<JoinResult> fails = new CompletableFuture<>();
        one.behind.joining = () -> fails;
        CompletionStage<?> failing = one.join(ada, "a");
        one.behind.joining = null;
        done(one.join(ada, "a"));
        fails.completeExceptionally(new IllegalStateException("on purpose"));
        error(failing);

        isRefused(one.join(ada, "b"), "1 groups");
        done(one.registry.leave(ada.id(), "a"));
        done(one.join(ada, "b"));
    }

    @Test
    void aConnectionJoinsNoFasterThanItMay() {
        Instance one = new Instance(Limits.builder().newGroupsPerConnection(2));
        RecordingConnection ada = one.connect("ada");
        done(one.join(ada, "a"));
        done(one.join(ada, "b"));
        done(one.registry.leave(ada.id(), "a"));

        isRefused(one.join(ada, "a"), "joins more than 2 new groups within a minute");

        assertThat(one.refused(Limit.NEW_GROUPS)).isOne();
        time.advance(Duration.ofSeconds(30));
        done(one.join(ada, "a"));
    }

    @Test
    void anInstanceGetsNewGroupsNoFasterThanItMayAndThoseThatItHasDoNotCount() {
        Instance one = new Instance(Limits.builder().newGroups(1));
        RecordingConnection ada = one.connect("ada");
        RecordingConnection bob = one.connect("bob");
        done(one.join(ada, "a"));
        done(one.join(bob, "a"));

        isRefused(one.join(bob, "b"), "this instance has more than 1 new groups within a minute");

        assertThat(one.refused(Limit.INSTANCE_NEW_GROUPS)).isOne();
        done(one.registry.unregister(ada.id()));
        done(one.registry.leave(bob.id(), "a"));
        isRefused(one.join(bob, "a"), "this instance");
        time.advance(Duration.ofMinutes(1));
        done(one.join(bob, "b"));
    }

    @Test
    void aConnectionOfAnotherInstanceIsLookedUpFirst() {
        Instance here = new Instance(Limits.builder().groupsPerConnection(1));
        Instance there = new Instance(Limits.builder().groupsPerConnection(1));
        RecordingConnection ada = there.connect("ada");
        done(here.join(ada, "a"));
        done(here.join(ada, "a"));

        isRefused(here.join(ada, "b"), "1 groups");

        assertThat(done(here.hub.groups(ada.id()))).containsExactly("a");
    }

    @Test
    void whatWasJoinedPastTheLimitsIsCountedWhereTheConnectionLives() {
        Instance here = new Instance(Limits.builder());
        Instance there = new Instance(Limits.builder().groupsPerConnection(1));
        RecordingConnection ada = there.connect("ada");

        done(here.hub.join(ada.id(), "a"));

        DEADLINE.until(
                () -> assertThat(there.limits.registered.get(ada.id()).groups().size())
                        .isOne());
        isRefused(there.join(ada, "b"), "1 groups");
        done(here.hub.leave(ada.id(), "a"));
        DEADLINE.until(
                () -> assertThat(there.limits.registered.get(ada.id()).groups().size())
                        .isZero());
        done(there.join(ada, "b"));
    }

    @Test
    void aNameThatIsNoneIsThrownBackAtOnce() {
        Instance one = new Instance(Limits.builder().groupsPerConnection(1));
        RecordingConnection ada = one.connect("ada");

        assertThatThrownBy(() -> one.join(ada, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.registry.leave(ada.id(), "x".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class);
        done(one.join(ada, "a"));
    }

    @Test
    void nothingOfAConnectionThatHasGoneStaysCounted() {
        Instance one = new Instance(Limits.builder().newGroups(100).groupsPerConnection(10));
        RecordingConnection ada = one.connect("ada");
        CompletableFuture<JoinResult> late = new CompletableFuture<>();
        done(one.join(ada, "a"));
        one.behind.joining = () -> late;
        one.join(ada, "b");

        done(one.registry.unregister(ada.id()));
        late.complete(JoinResult.JOINED);

        assertThat(one.limits.instanceGroups.size()).isZero();
    }
}
