package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.JoinResult;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What joining and leaving do. */
abstract class GroupRules extends RegistryTests {
    private static final int ROUNDS = 50;

    @Test
    @Rule("CR-3.1")
    void whoHasJoinedGetsTheNextMessageFromAnywhereAndIsShownEverywhere() {
        RecordingConnection ada = connect(there, "ada");
        for (int round = 0; round < ROUNDS; round++) {
            String group = "round " + round;
            assertThat(deadline.done(there.join(ada.id(), group))).isEqualTo(JoinResult.JOINED);
            send(here, Audience.group(group), group);
            behind(group(group), ada);
            assertThat(deadline.done(here.groups(ada.id()))).contains(group);
            deadline.until(() -> assertThat(ada.texts()).endsWith(group));
        }
    }

    @Test
    @Rule("CR-3.2")
    void joiningTwiceIsBeingAMemberOnce() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        deadline.done(here.join(ada.id(), LOBBY));
        deadline.done(there.join(ada.id(), LOBBY));
        send(there, Audience.group(LOBBY), "hi");
        gets(ada, "hi");
        behind(group(LOBBY), ada);
        deadline.done(here.leave(ada.id(), LOBBY));
        behind(group(LOBBY));
    }

    @Test
    @Rule("CR-3.3")
    void whoHasLeftGetsNothingMoreAndTheOthersDo() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(here, "bob", LOBBY);
        RecordingConnection eve = member(there, "eve", LOBBY);
        send(there, Audience.group(LOBBY), "1");
        gets(ada, "1");
        deadline.done(here.leave(ada.id(), LOBBY));
        send(there, Audience.group(LOBBY), "2");
        gets(bob, "1", "2");
        gets(eve, "1", "2");
        gets(ada, "1");
        behind(group(LOBBY), bob, eve);
    }

    @Test
    @Rule("CR-3.4")
    void leavingAGroupThatOneIsNotInDoesNothing() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        deadline.done(here.leave(ada.id(), KITCHEN));
        deadline.done(there.leave(ada.id(), KITCHEN));
        behind(group(LOBBY), ada);
        behind(group(KITCHEN));
        send(there, Audience.group(LOBBY), "hi");
        gets(ada, "hi");
    }

    @Test
    @Rule("CR-3.5")
    void anUnknownConnectionCannotJoin() {
        RecordingConnection gone = connect(here, "ada");
        deadline.done(here.unregister(gone.id()));
        for (ConnectionId unknown : List.of(gone.id(), ConnectionId.next(here.instanceId()))) {
            assertThat(deadline.error(here.join(unknown, LOBBY))).isInstanceOf(UnknownConnectionException.class);
            assertThat(deadline.error(there.join(unknown, LOBBY))).isInstanceOf(UnknownConnectionException.class);
        }
        behind(group(LOBBY));
    }

    @Test
    @Rule("CR-3.6")
    void aConnectionCanBeMadeToJoinAndLeaveFromAnotherInstance() {
        RecordingConnection ada = connect(there, "ada");
        assertThat(deadline.done(here.join(ada.id(), LOBBY))).isEqualTo(JoinResult.JOINED);
        behind(group(LOBBY), ada);
        send(here, Audience.group(LOBBY), "1");
        gets(ada, "1");
        RecordingConnection bob = member(there, "bob", LOBBY);
        deadline.done(here.leave(ada.id(), LOBBY));
        behind(group(LOBBY), bob);
        send(here, Audience.group(LOBBY), "2");
        gets(bob, "2");
        gets(ada, "1");
    }

    @Test
    @Rule("CR-3.7")
    void leavingAllLeavesEveryGroupAndNothingElse() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(there, "bob", LOBBY);
        deadline.done(here.join(ada.id(), KITCHEN));
        deadline.done(here.leaveAll(ada.id()));
        assertThat(deadline.done(there.groups(ada.id()))).isEmpty();
        behind(group(LOBBY), bob);
        behind(group(KITCHEN));
        send(there, Audience.user("ada"), "hi");
        gets(ada, "hi");
        deadline.done(here.leaveAll(bob.id()));
        behind(group(LOBBY));
        behind(new Target.Everyone(), ada, bob);
    }

    @Test
    @Rule("CR-3.8")
    void manyJoinsOfANewGroupAtOnceAllHold() {
        for (int round = 0; round < 10; round++) {
            String group = "round " + round;
            List<RecordingConnection> all =
                    List.of(connect(here, "a"), connect(here, "b"), connect(there, "c"), connect(there, "d"));
            List<CompletionStage<JoinResult>> joins = all.stream()
                    .map(one -> (one.id().instance().equals(here.instanceId()) ? here : there).join(one.id(), group))
                    .toList();
            joins.forEach(deadline::done);
            behind(group(group), all.toArray(RecordingConnection[]::new));
            send(here, Audience.group(group), "hi");
            all.forEach(one -> gets(one, "hi"));
        }
    }

    @Test
    @Rule("CR-3.9")
    void aLastLeaveAndAFirstJoinAtOnceLeaveTheJoinerAMember() {
        for (int round = 0; round < ROUNDS; round++) {
            RecordingConnection leaver = member(here, "ada", LOBBY);
            RecordingConnection joiner = connect(here, "bob");
            CompletionStage<Void> left = here.leave(leaver.id(), LOBBY);
            CompletionStage<JoinResult> joined = here.join(joiner.id(), LOBBY);
            deadline.done(left);
            deadline.done(joined);
            behind(group(LOBBY), joiner);
            send(there, Audience.group(LOBBY), "hi");
            gets(joiner, "hi");
            deadline.done(here.leave(joiner.id(), LOBBY));
        }
    }
}
