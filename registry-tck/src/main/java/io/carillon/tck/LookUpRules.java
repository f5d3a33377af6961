package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What can be asked, what names may be, and what a stage is. */
abstract class LookUpRules extends RegistryTests {
    private static final int MANY = 12;

    @Test
    @Rule("CR-6.1")
    void queriesAnswerForTheWholeClusterWhereverTheyAreAsked() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(there, "bob", LOBBY);
        RecordingConnection phone = connect(there, "ada");
        behind(group(LOBBY), ada, bob);
        behind(user("ada"), ada, phone);
        behind(new Target.Everyone(), ada, bob, phone);
        behind(new Target.Connection(phone.id()), phone);
        behind(new Target.Connection(ConnectionId.next(there.instanceId())));
        assertThat(deadline.done(here.members(LOBBY)))
                .extracting(Member::id)
                .containsExactlyInAnyOrder(ada.id(), bob.id());
        assertThat(deadline.done(here.connectionsOf("ada")))
                .extracting(Member::id)
                .containsExactlyInAnyOrder(ada.id(), phone.id());
        assertThat(deadline.done(here.count(LOBBY))).isEqualTo(2);
        assertThat(deadline.done(here.groups(bob.id()))).containsExactly(LOBBY);
        assertThat(deadline.done(here.groups(ConnectionId.next(there.instanceId()))))
                .isEmpty();
    }

    @Test
    @Rule("CR-6.2")
    void pagesShowEverybodyOnceInOneOrder() {
        List<ConnectionId> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(member(i % 2 == 0 ? here : there, "user " + i, LOBBY).id());
        }
        List<Member> once = members(here, group(LOBBY), Page.Request.MAX_SIZE);
        assertThat(once).extracting(Member::id).containsExactlyInAnyOrderElementsOf(all);
        for (int size : new int[] {1, 5, MANY}) {
            assertThat(members(there, group(LOBBY), size))
                    .as("pages of %s", size)
                    .isEqualTo(once);
        }
    }

    @Test
    @Rule("CR-6.3")
    void theInstancesThatLiveAreShown() {
        connect(here, "ada");
        connect(there, "bob");
        assertThat(deadline.done(here.instances())).containsExactlyInAnyOrder(here.instanceId(), there.instanceId());
        assertThat(deadline.done(there.instances())).containsExactlyInAnyOrder(here.instanceId(), there.instanceId());
    }

    @Test
    @Rule("CR-6.4")
    void localLookUpsShowWhatLivesHereOnly() {
        RecordingConnection ada = connect(here, "ada");
        RecordingConnection bob = connect(there, "bob");
        assertThat(here.connections()).containsExactly(ada);
        assertThat(here.localCount()).isEqualTo(1);
        assertThat(here.connection(ada.id())).containsSame(ada);
        assertThat(here.connection(bob.id())).isEmpty();
        deadline.done(here.unregister(ada.id()));
        assertThat(here.connections()).isEmpty();
        assertThat(here.localCount()).isZero();
    }

    @Test
    @Rule("CR-7.1")
    void namesOfGroupsAreOpaqueAndCaseSensitive() {
        List<RecordingConnection> members = new ArrayList<>();
        for (String name : NastyNames.ALL) {
            members.add(member(there, "ada", name));
        }
        for (String name : NastyNames.ALL) {
            send(here, Audience.group(name), name);
        }
        for (int i = 0; i < members.size(); i++) {
            String name = NastyNames.ALL.get(i);
            gets(members.get(i), name);
            behind(group(name), members.get(i));
            assertThat(deadline.done(here.groups(members.get(i).id()))).containsExactly(name);
        }
    }

    @Test
    @Rule("CR-7.2")
    void namesOfUsersAreOpaqueAndCaseSensitive() {
        List<RecordingConnection> users = new ArrayList<>();
        for (String name : NastyNames.ALL) {
            users.add(connect(there, name));
        }
        for (String name : NastyNames.ALL) {
            send(here, Audience.user(name), name);
        }
        for (int i = 0; i < users.size(); i++) {
            gets(users.get(i), NastyNames.ALL.get(i));
            behind(user(NastyNames.ALL.get(i)), users.get(i));
        }
    }

    @Test
    @Rule("CR-7.3")
    void aNameThatIsNoneIsThrownAtOnce() {
        RecordingConnection ada = connect(here, "ada");
        for (String none : List.of("", NastyNames.TOO_LONG, NastyNames.NO_UNICODE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> here.join(ada.id(), none));
            assertThatIllegalArgumentException().isThrownBy(() -> here.leave(ada.id(), none));
            assertThatIllegalArgumentException().isThrownBy(() -> here.members(none));
            assertThatIllegalArgumentException().isThrownBy(() -> here.count(none));
            assertThatIllegalArgumentException().isThrownBy(() -> here.connectionsOf(none));
        }
        assertThat(deadline.done(there.groups(ada.id()))).isEmpty();
    }

    @Test
    @Rule("CR-8.1")
    void aStageCannotBeCompletedByItsCaller() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        CompletionStage<Set<String>> stage = here.groups(ada.id());
        CompletableFuture<Set<String>> own = stage.toCompletableFuture();
        own.obtrudeValue(Set.of("a lie"));
        assertThat(deadline.done(stage)).containsExactly(LOBBY);
    }
}
