package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How connections are closed, registries drained, and what becomes of those that die. */
abstract class ClosingRules extends RegistryTests {
    private static final CloseReason REASON = new CloseReason(4_000, "on purpose");

    @Test
    @Rule("CR-5.1")
    void oneConnectionIsClosedByItsOwnerWhoAnswersForIt() {
        RecordingConnection ada = connect(here, "ada");
        RecordingConnection bob = connect(there, "bob");
        for (RecordingConnection one : List.of(ada, bob)) {
            deadline.done(here.disconnect(Audience.connection(one.id()), REASON));
            assertThat(one.closes()).containsExactly(REASON);
        }
    }

    @Test
    @Rule("CR-5.2")
    void anUnknownConnectionCannotBeClosed() {
        RecordingConnection gone = connect(there, "ada");
        deadline.done(there.unregister(gone.id()));
        for (ConnectionId unknown : List.of(gone.id(), ConnectionId.next(here.instanceId()))) {
            assertThat(deadline.error(here.disconnect(Audience.connection(unknown), REASON)))
                    .isInstanceOf(UnknownConnectionException.class);
        }
        assertThat(gone.closes()).isEmpty();
    }

    @Test
    @Rule("CR-5.3")
    void anAudienceIsClosedEverywhereAndNobodyElse() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(there, "bob", LOBBY);
        RecordingConnection eve = member(there, "eve", LOBBY);
        RecordingConnection dan = member(there, "dan", KITCHEN);
        deadline.done(here.disconnect(Audience.group(LOBBY).except(eve.id()), REASON));
        List.of(ada, bob)
                .forEach(one -> deadline.until(() -> assertThat(one.closes()).contains(REASON)));
        Audience eveAndDan = Audience.connection(eve.id()).and(Audience.connection(dan.id()));
        deadline.done(here.send(eveAndDan, Message.text("still here")));
        List.of(eve, dan).forEach(one -> {
            gets(one, "still here");
            assertThat(one.closes()).isEmpty();
        });
    }

    @Test
    @Rule("CR-9.1")
    void aRegistryThatIsDrainedHasClosedAndLetGoOfItsConnections() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        RecordingConnection bob = connect(there, "bob");
        RecordingConnection eve = member(here, "eve", LOBBY);
        deadline.done(there.drain(Duration.ZERO));
        List.of(ada, bob)
                .forEach(one -> assertThat(one.closes())
                        .singleElement()
                        .matches(reason -> reason.code() == CloseReason.GOING_AWAY.code()));
        assertThat(there.localCount()).isZero();
        assertThat(deadline.done(here.count(LOBBY))).isEqualTo(1);
        assertThat(deadline.done(here.count(new Target.Everyone()))).isEqualTo(1);
        assertThat(eve.closes()).isEmpty();
    }

    @Test
    @Rule("CR-9.2")
    void aNegativeTimeToDrainIsThrownAtOnce() {
        RecordingConnection ada = connect(here, "ada");
        assertThatIllegalArgumentException().isThrownBy(() -> here.drain(Duration.ofMillis(-1)));
        assertThat(ada.closes()).isEmpty();
        behind(user("ada"), ada);
    }

    @Test
    @Rule("CR-10.1")
    void whoLivedOnARegistryThatDiedVanishesAndNobodyElse() {
        BrokerTests.need("kill", cluster.cannotKill());
        ConnectionRegistry dying = cluster.open();
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection ghost = member(dying, "ghost", LOBBY);
        behind(group(LOBBY), ada, ghost);
        cluster.kill(dying);
        deadline.until(() -> {
            behind(group(LOBBY), ada);
            behind(user("ghost"));
            behind(new Target.Everyone(), ada);
            assertThat(deadline.done(here.groups(ghost.id()))).isEmpty();
            assertThat(deadline.done(here.instances()))
                    .doesNotContain(ghost.id().instance());
        });
        send(there, Audience.group(LOBBY), "still here");
        gets(ada, "still here");
    }

    @Test
    @Rule("CR-10.2")
    void aCommandForAConnectionOfARegistryThatDiedFails() {
        BrokerTests.need("kill", cluster.cannotKill());
        ConnectionRegistry dying = cluster.open();
        RecordingConnection ghost = connect(dying, "ghost");
        cluster.kill(dying);
        deadline.until(() -> behind(user("ghost")));
        assertThat(deadline.error(here.join(ghost.id(), LOBBY))).isInstanceOf(UnknownConnectionException.class);
        behind(group(LOBBY));
    }
}
