package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Page;
import io.carillon.RegistryClosedException;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances over one backplane, on one thread: when {@link #settle()} returns, nothing more can come. */
class HubTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane backplane = new InMemoryBackplane(runtime);
    private Hub here;
    private Hub there;

    @BeforeEach
    void start() {
        here = runtime.done(Hub.builder().backplane(backplane).name("here").start(runtime));
        there = runtime.done(Hub.builder().backplane(backplane).name("there").start(runtime));
    }

    @Test
    void aMessageToAGroupReachesItsMembersOnEveryInstanceAndNobodyElse() {
        Sink ada = member(here, "ada", "lobby");
        Sink bob = member(there, "bob", "lobby");
        Sink eve = member(there, "eve", "kitchen");

        assertThat(runtime.done(here.send(Audience.group("lobby"), Message.text("hi"))))
                .isEqualTo(SendResult.ACCEPTED);

        settle();
        assertThat(ada.received).containsExactly("hi");
        assertThat(bob.received).containsExactly("hi");
        assertThat(eve.received).isEmpty();
    }

    @Test
    void aMessageFromAnInstanceWithoutMembersReachesTheGroup() {
        Sink bob = member(there, "bob", "lobby");
        runtime.done(here.send(Audience.group("lobby"), Message.text("hi")));
        settle();
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void aBinaryMessageArrivesAsBinary() {
        Sink bob = member(there, "bob", "lobby");
        runtime.done(here.send(Audience.group("lobby"), Message.binary("né".getBytes(StandardCharsets.UTF_8))));
        settle();
        assertThat(bob.received).containsExactly("binary:né");
    }

    @Test
    void aSendersWishForAFullOutboxReachesTheConnectionOnAnotherInstance() {
        List<Overflow> wishes = new ArrayList<>();
        Sink bob = new Sink(there.instanceId(), "bob") {
            @Override
            public Offer offer(Message message, Overflow overflow) {
                wishes.add(overflow);
                return offer(message);
            }
        };
        runtime.done(there.register(bob));
        Overflow wish = Overflow.conflate("price");

        runtime.done(here.send(Audience.user("bob"), Message.text("1"), SendOptions.DEFAULT.onOverflow(wish)));
        runtime.done(here.send(Audience.user("bob"), Message.text("2")));
        settle();

        assertThat(bob.received).containsExactly("1", "2");
        assertThat(wishes).containsExactly(wish, Overflow.DEFAULT);
    }

    @Test
    void aMessageToAUserReachesAllConnectionsOfTheUser() {
        Sink desk = registered(here, "ada");
        Sink phone = registered(there, "ada");
        Sink bob = registered(there, "bob");
        runtime.done(there.send(Audience.user("ada"), Message.text("hi")));
        settle();
        assertThat(desk.received).containsExactly("hi");
        assertThat(phone.received).containsExactly("hi");
        assertThat(bob.received).isEmpty();
    }

    @Test
    void aUserWithSeveralConnectionsSurvivesOneLeaving() {
        Sink desk = registered(here, "ada");
        Sink phone = registered(here, "ada");
        runtime.done(here.unregister(desk.id()));
        runtime.done(there.send(Audience.user("ada"), Message.text("hi")));
        settle();
        assertThat(desk.received).isEmpty();
        assertThat(phone.received).containsExactly("hi");
        assertThat(runtime.done(there.connectionsOf("ada")))
                .extracting(Member::id)
                .containsExactly(phone.id());
    }

    @Test
    void aMessageToOneConnectionReachesOnlyThat() {
        Sink desk = registered(there, "ada");
        Sink phone = registered(there, "ada");
        runtime.done(here.send(Audience.connection(desk.id()), Message.text("hi")));
        settle();
        assertThat(desk.received).containsExactly("hi");
        assertThat(phone.received).isEmpty();
    }

    @Test
    void exceptionsHoldOnEveryInstance() {
        Sink ada = member(here, "ada", "lobby");
        Sink bob = member(there, "bob", "lobby");
        Sink eve = member(there, "eve", "lobby");
        Sink mute = member(there, "mute", "lobby");
        runtime.done(there.join(mute.id(), "muted"));
        runtime.done(here.send(
                Audience.group("lobby")
                        .except(bob.id())
                        .except(Audience.user("eve").and(Audience.group("muted"))),
                Message.text("hi")));
        settle();
        assertThat(ada.received).containsExactly("hi");
        assertThat(bob.received).isEmpty();
        assertThat(eve.received).isEmpty();
        assertThat(mute.received).isEmpty();
    }

    @Test
    void overlappingTargetsDeliverOnce() {
        Sink ada = member(there, "ada", "lobby");
        runtime.done(there.join(ada.id(), "kitchen"));
        Sink anonymous = new Sink(here.instanceId(), Optional.empty());
        runtime.done(here.register(anonymous));
        Audience all = Audience.group("lobby")
                .and(Audience.group("kitchen"))
                .and(Audience.user("ada"))
                .and(Audience.connection(ada.id()));
        runtime.done(here.send(all, Message.text("one")));
        runtime.done(here.send(all.and(Audience.everyone()), Message.text("two")));
        settle();
        assertThat(ada.received).containsExactly("one", "two");
        assertThat(anonymous.received).containsExactly("two");
    }

    @Test
    void joiningTwiceDeliversOnce() {
        Sink ada = member(here, "ada", "lobby");
        runtime.done(here.join(ada.id(), "lobby"));
        runtime.done(there.send(Audience.group("lobby"), Message.text("hi")));
        settle();
        assertThat(ada.received).containsExactly("hi");
        assertThat(runtime.done(there.count("lobby"))).isEqualTo(1);
        runtime.done(here.leave(ada.id(), "lobby"));
        assertThat(runtime.done(there.count("lobby"))).isZero();
    }

    @Test
    void whoHasLeftGetsNothingMore() {
        Sink ada = member(here, "ada", "lobby");
        runtime.done(here.leave(ada.id(), "lobby"));
        runtime.done(here.leave(ada.id(), "lobby"));
        runtime.done(there.send(Audience.group("lobby"), Message.text("hi")));
        settle();
        assertThat(ada.received).isEmpty();
    }

    @Test
    void leavingAllLeavesEveryGroupButNotTheRegistry() {
        Sink ada = member(here, "ada", "lobby");
        runtime.done(here.join(ada.id(), "kitchen"));
        runtime.done(here.leaveAll(ada.id()));
        assertThat(runtime.done(here.groups(ada.id()))).isEmpty();
        assertThat(runtime.done(there.connectionsOf("ada"))).hasSize(1);
    }

    @Test
    void unregisteringRemovesEveryMembership() {
        Sink ada = member(here, "ada", "lobby");
        runtime.done(here.join(ada.id(), "kitchen"));
        runtime.done(here.unregister(ada.id()));
        runtime.done(here.unregister(ada.id()));
        assertThat(runtime.done(there.members("lobby"))).isEmpty();
        assertThat(runtime.done(there.members("kitchen"))).isEmpty();
        assertThat(runtime.done(there.connectionsOf("ada"))).isEmpty();
        assertThat(runtime.done(there.groups(ada.id()))).isEmpty();
        assertThat(runtime.done(there.members(new Target.Connection(ada.id()), Page.Request.first(1)))
                        .items())
                .isEmpty();
        assertThat(here.localCount()).isZero();
    }

    @Test
    void queriesAnswerForTheWholeCluster() {
        Sink ada = member(here, "ada", "lobby");
        Sink bob = member(there, "bob", "lobby");
        assertThat(runtime.done(here.members("lobby")))
                .containsExactlyInAnyOrder(
                        new Member(ada.id(), Optional.of("ada")), new Member(bob.id(), Optional.of("bob")));
        assertThat(runtime.done(here.count("lobby"))).isEqualTo(2);
        assertThat(runtime.done(here.count("nowhere"))).isZero();
        assertThat(runtime.done(here.groups(bob.id()))).containsExactly("lobby");
        assertThat(runtime.done(here.instances())).containsExactlyInAnyOrder(here.instanceId(), there.instanceId());
        assertThat(runtime.done(here.count(new Target.Everyone()))).isEqualTo(2);
        assertThat(runtime.done(here.members(new Target.Connection(bob.id()), Page.Request.first(1)))
                        .items())
                .extracting(Member::id)
                .containsExactly(bob.id());
    }

    @Test
    void longAnswersComeInPages() {
        List<ConnectionId> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(member(i % 2 == 0 ? here : there, "user " + i, "lobby").id());
        }
        List<ConnectionId> found = new ArrayList<>();
        Optional<Page.Cursor> next = Optional.of(Page.Cursor.START);
        int pages = 0;
        while (next.isPresent()) {
            Page<Member> page = runtime.done(there.members(new Target.Group("lobby"), new Page.Request(next.get(), 3)));
            page.items().forEach(member -> found.add(member.id()));
            next = page.next();
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(found).containsExactlyElementsOf(ids.stream().sorted().toList());
    }

    @Test
    void localLookUpsShowOnlyWhatLivesHere() {
        Sink ada = registered(here, "ada");
        Sink bob = registered(there, "bob");
        assertThat(here.connection(ada.id())).containsSame(ada);
        assertThat(here.connection(bob.id())).isEmpty();
        assertThat(here.connections()).containsExactly(ada);
        assertThat(here.localCount()).isEqualTo(1);
    }

    @Test
    void messagesOfOneSenderToOneGroupKeepTheirOrder() {
        Sink ada = member(here, "ada", "lobby");
        Sink bob = member(there, "bob", "lobby");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            sent.add("m" + i);
            here.send(Audience.group("lobby"), Message.text("m" + i));
        }
        settle();
        assertThat(ada.received).isEqualTo(sent);
        assertThat(bob.received).isEqualTo(sent);
    }

    @Test
    void oneFailingMemberAffectsNoOtherHoweverOften() {
        Sink broken = new Sink(there.instanceId(), "eve") {
            @Override
            public Offer offer(Message message) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        runtime.done(there.register(broken));
        runtime.done(there.join(broken.id(), "lobby"));
        Sink bob = member(there, "bob", "lobby");
        for (int i = 0; i < 3; i++) {
            runtime.done(here.send(Audience.group("lobby"), Message.text("m" + i)));
        }
        settle();
        assertThat(bob.received).containsExactly("m0", "m1", "m2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", " ", "*", ">", "?", "[a]", "{a}", "\n", "\0", "🔔", "a.b"})
    void namesAreOpaque(String name) {
        Sink ada = member(here, "ada", "a");
        Sink bob = member(there, "bob", name);
        runtime.done(here.send(Audience.group(name), Message.text("hi")));
        settle();
        assertThat(ada.received).isEmpty();
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void aJoinMayBeAskedForBeforeRegisteringIsDone() {
        Sink ada = new Sink(here.instanceId(), "ada");
        here.register(ada);
        runtime.done(here.join(ada.id(), "lobby"));
        assertThat(runtime.done(there.count("lobby"))).isEqualTo(1);
    }

    @Test
    void joiningAnUnknownConnectionFails() {
        ConnectionId unknown = ConnectionId.next(here.instanceId());
        assertThat(runtime.error(here.join(unknown, "lobby"))).isInstanceOf(UnknownConnectionException.class);
        assertThat(runtime.error(here.leave(unknown, "lobby"))).isInstanceOf(UnknownConnectionException.class);
    }

    @Test
    void badArgumentsAreThrownAtOnce() {
        Sink ada = registered(here, "ada");
        assertThatThrownBy(() -> here.join(ada.id(), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.register(ada)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> there.register(ada))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names another instance");
    }

    @Test
    void closingClearsUpAndClosesTheConnections() {
        Sink ada = member(here, "ada", "lobby");
        runtime.done(here.end());
        runtime.done(here.end());
        assertThat(ada.closes).singleElement().matches(reason -> reason.code() == 1001);
        assertThat(runtime.done(there.members("lobby"))).isEmpty();
        assertThat(runtime.done(there.connectionsOf("ada"))).isEmpty();
        assertThat(runtime.done(there.instances())).containsExactly(there.instanceId());
        assertThat(runtime.error(here.send(Audience.everyone(), Message.text("x"))))
                .isInstanceOf(RegistryClosedException.class);
        runtime.done(here.unregister(ada.id()));
        assertThat(here.localCount()).isZero();
    }

    @Test
    void anInstanceThatComesBackHasAnotherId() {
        runtime.done(here.end());
        Hub again = runtime.done(Hub.builder().backplane(backplane).name("here").start(runtime));
        assertThat(again.instanceId()).isNotEqualTo(here.instanceId());
        assertThat(again.instanceId().value()).startsWith("here.");
    }

    private Sink registered(Hub hub, String user) {
        Sink sink = new Sink(hub.instanceId(), user);
        runtime.done(hub.register(sink));
        return sink;
    }

    private Sink member(Hub hub, String user, String group) {
        Sink sink = registered(hub, user);
        runtime.done(hub.join(sink.id(), group));
        return sink;
    }

    private void settle() {
        runtime.run();
    }
}
