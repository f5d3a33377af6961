package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How connections come and go. */
abstract class RegisteringRules extends RegistryTests {
    private static final int ROUNDS = 50;

    @Test
    @Rule("CR-1.1")
    void everyRegistryHasAnIdOfItsOwn() {
        assertThat(here.instanceId()).isEqualTo(here.instanceId()).isNotEqualTo(there.instanceId());
        assertThat(cluster.open().instanceId()).isNotIn(here.instanceId(), there.instanceId());
    }

    @Test
    @Rule("CR-2.1")
    void whoIsRegisteredIsReachedAndShownEverywhere() {
        for (int round = 0; round < ROUNDS; round++) {
            String user = "user " + round;
            RecordingConnection connection = RecordingConnection.of(there.instanceId(), user);
            assertThat(deadline.done(there.register(connection))).isEqualTo(JoinResult.JOINED);
            send(here, Audience.user(user), "hi");
            behind(user(user), connection);
            behind(new Target.Connection(connection.id()), connection);
            gets(connection, "hi");
        }
    }

    @Test
    @Rule("CR-2.2")
    void whatTheApplicationWantsKnownOfAConnectionIsShownEverywhere() {
        RecordingConnection anonymous =
                new RecordingConnection(ConnectionId.next(there.instanceId()), Optional.empty(), Map.of("since", "7"));
        deadline.done(there.register(anonymous));
        deadline.done(there.join(anonymous.id(), LOBBY));
        assertThat(deadline.done(here.members(LOBBY)))
                .containsExactly(new Member(anonymous.id(), Optional.empty(), Map.of("since", "7")));
    }

    @Test
    @Rule("CR-2.3")
    void aConnectionOfAnotherInstanceIsThrownBackAtOnce() {
        RecordingConnection foreign = RecordingConnection.of(there.instanceId(), "ada");
        assertThatIllegalArgumentException().isThrownBy(() -> here.register(foreign));
        behind(user("ada"));
    }

    @Test
    @Rule("CR-2.4")
    void aConnectionThatIsRegisteredIsThrownBackAtOnceAndStays() {
        RecordingConnection connection = connect(here, "ada");
        assertThatIllegalArgumentException().isThrownBy(() -> here.register(connection));
        behind(user("ada"), connection);
        send(there, Audience.user("ada"), "hi");
        gets(connection, "hi");
    }

    @Test
    @Rule("CR-2.5")
    void whoIsUnregisteredIsInNothingAndGetsNothing() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        deadline.done(here.join(ada.id(), KITCHEN));
        RecordingConnection witness = member(here, "bob", LOBBY);
        deadline.done(here.unregister(ada.id()));
        behind(user("ada"));
        behind(group(LOBBY), witness);
        behind(group(KITCHEN));
        behind(new Target.Everyone(), witness);
        assertThat(deadline.done(there.groups(ada.id()))).isEmpty();
        for (Audience audience : List.of(Audience.group(LOBBY), Audience.everyone())) {
            flush(there, audience, witness);
            flush(there, audience, witness);
        }
        assertThat(ada.texts()).isEmpty();
        assertThat(ada.closes()).as("unregistering does not close").isEmpty();
    }

    @Test
    @Rule("CR-2.6")
    void unregisteringTwiceOrAnUnknownConnectionDoesNothing() {
        RecordingConnection ada = connect(here, "ada");
        RecordingConnection bob = connect(here, "bob");
        deadline.done(here.unregister(ada.id()));
        deadline.done(here.unregister(ada.id()));
        deadline.done(here.unregister(ConnectionId.next(here.instanceId())));
        behind(new Target.Everyone(), bob);
    }

    @Test
    @Rule("CR-2.7")
    void whoGoesBeforeItsRegistrationIsDoneEndsInNoRegistry() {
        for (int round = 0; round < ROUNDS; round++) {
            RecordingConnection connection = RecordingConnection.of(here.instanceId(), "ada");
            CompletionStage<JoinResult> registered = here.register(connection);
            CompletionStage<Void> gone = here.unregister(connection.id());
            deadline.done(gone);
            deadline.done(registered.handle((done, error) -> null)); // either way
            behind(user("ada"));
            behind(new Target.Everyone());
            assertThat(here.localCount()).isZero();
        }
    }

    @Test
    @Rule("CR-2.8")
    void aJoinThatRacesACloseLeavesNothingBehind() {
        for (int round = 0; round < ROUNDS; round++) {
            RecordingConnection connection = connect(here, "ada");
            CompletionStage<JoinResult> joined = here.join(connection.id(), LOBBY);
            CompletionStage<JoinResult> joinedFromThere = there.join(connection.id(), KITCHEN);
            deadline.done(here.unregister(connection.id()));
            deadline.done(joined.handle((done, error) -> null));
            deadline.done(joinedFromThere.handle((done, error) -> null));
            behind(group(LOBBY));
            behind(group(KITCHEN));
            assertThat(deadline.done(there.groups(connection.id()))).isEmpty();
        }
    }

    @Test
    @Rule("CR-2.9")
    void aLateCloseOfAnOldConnectionDoesNotTouchItsSuccessor() {
        RecordingConnection old = member(here, "ada", LOBBY);
        RecordingConnection successor = member(there, "ada", LOBBY);
        RecordingConnection second = member(here, "ada", LOBBY);
        deadline.done(here.unregister(old.id()));
        deadline.done(here.unregister(old.id()));
        behind(user("ada"), successor, second);
        behind(group(LOBBY), successor, second);
        send(there, Audience.user("ada"), "1");
        gets(successor, "1");
        gets(second, "1");
    }
}
