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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        here = done(Hub.builder().backplane(backplane).name("here").start(runtime));
        there = done(Hub.builder().backplane(backplane).name("there").start(runtime));
    }

    @Test
    void aMessageToAGroupReachesItsMembersOnEveryInstanceAndNobodyElse() {
        Sink ada = member(here, "ada", "lobby");
        Sink bob = member(there, "bob", "lobby");
        Sink eve = member(there, "eve", "kitchen");

        assertThat(done(here.send(Audience.group("lobby"), Message.text("hi")))).isEqualTo(SendResult.ACCEPTED);

        settle();
        assertThat(ada.received).containsExactly("hi");
        assertThat(bob.received).containsExactly("hi");
        assertThat(eve.received).isEmpty();
    }

    @Test
    void aMessageFromAnInstanceWithoutMembersReachesTheGroup() {
        Sink bob = member(there, "bob", "lobby");
        done(here.send(Audience.group("lobby"), Message.text("hi")));
        settle();
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void aBinaryMessageArrivesAsBinary() {
        Sink bob = member(there, "bob", "lobby");
        done(here.send(Audience.group("lobby"), Message.binary("né".getBytes(StandardCharsets.UTF_8))));
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
        done(there.register(bob));
        Overflow wish = Overflow.conflate("price");

        done(here.send(Audience.user("bob"), Message.text("1"), SendOptions.DEFAULT.onOverflow(wish)));
        done(here.send(Audience.user("bob"), Message.text("2")));
        settle();

        assertThat(bob.received).containsExactly("1", "2");
        assertThat(wishes).containsExactly(wish, Overflow.DEFAULT);
    }

    @Test
    void aMessageToAUserReachesAllConnectionsOfTheUser() {
        Sink desk = registered(here, "ada");
        Sink phone = registered(there, "ada");
        Sink bob = registered(there, "bob");
        done(there.send(Audience.user("ada"), Message.text("hi")));
        settle();
        assertThat(desk.received).containsExactly("hi");
        assertThat(phone.received).containsExactly("hi");
        assertThat(bob.received).isEmpty();
    }

    @Test
    void aUserWithSeveralConnectionsSurvivesOneLeaving() {
        Sink desk = registered(here, "ada");
        Sink phone = registered(here, "ada");
        done(here.unregister(desk.id()));
        done(there.send(Audience.user("ada"), Message.text("hi")));
        settle();
        assertThat(desk.received).isEmpty();
        assertThat(phone.received).containsExactly("hi");
        assertThat(done(there.connectionsOf("ada"))).extracting(Member::id).containsExactly(phone.id());
    }

    @Test
    void aMessageToOneConnectionReachesOnlyThat() {
        Sink desk = registered(there, "ada");
        Sink phone = registered(there, "ada");
        done(here.send(Audience.connection(desk.id()), Message.text("hi")));
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
        done(there.join(mute.id(), "muted"));
        done(here.send(
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
        done(there.join(ada.id(), "kitchen"));
        Sink anonymous = new Sink(here.instanceId(), Optional.empty());
        done(here.register(anonymous));
        Audience all = Audience.group("lobby")
                .and(Audience.group("kitchen"))
                .and(Audience.user("ada"))
                .and(Audience.connection(ada.id()));
        done(here.send(all, Message.text("one")));
        done(here.send(all.and(Audience.everyone()), Message.text("two")));
        settle();
        assertThat(ada.received).containsExactly("one", "two");
        assertThat(anonymous.received).containsExactly("two");
    }

    @Test
    void joiningTwiceDeliversOnce() {
        Sink ada = member(here, "ada", "lobby");
        done(here.join(ada.id(), "lobby"));
        done(there.send(Audience.group("lobby"), Message.text("hi")));
        settle();
        assertThat(ada.received).containsExactly("hi");
        assertThat(done(there.count("lobby"))).isEqualTo(1);
        done(here.leave(ada.id(), "lobby"));
        assertThat(done(there.count("lobby"))).isZero();
    }

    @Test
    void whoHasLeftGetsNothingMore() {
        Sink ada = member(here, "ada", "lobby");
        done(here.leave(ada.id(), "lobby"));
        done(here.leave(ada.id(), "lobby"));
        done(there.send(Audience.group("lobby"), Message.text("hi")));
        settle();
        assertThat(ada.received).isEmpty();
    }

    @Test
    void leavingAllLeavesEveryGroupButNotTheRegistry() {
        Sink ada = member(here, "ada", "lobby");
        done(here.join(ada.id(), "kitchen"));
        done(here.leaveAll(ada.id()));
        assertThat(done(here.groups(ada.id()))).isEmpty();
        assertThat(done(there.connectionsOf("ada"))).hasSize(1);
    }

    @Test
    void unregisteringRemovesEveryMembership() {
        Sink ada = member(here, "ada", "lobby");
        done(here.join(ada.id(), "kitchen"));
        done(here.unregister(ada.id()));
        done(here.unregister(ada.id()));
        assertThat(done(there.members("lobby"))).isEmpty();
        assertThat(done(there.members("kitchen"))).isEmpty();
        assertThat(done(there.connectionsOf("ada"))).isEmpty();
        assertThat(done(there.groups(ada.id()))).isEmpty();
        assertThat(done(there.members(new Target.Connection(ada.id()), Page.Request.first(1)))
                        .items())
                .isEmpty();
        assertThat(here.localCount()).isZero();
    }

    @Test
    void queriesAnswerForTheWholeCluster() {
        Sink ada = member(here, "ada", "lobby");
        Sink bob = member(there, "bob", "lobby");
        assertThat(done(here.members("lobby")))
                .containsExactlyInAnyOrder(
                        new Member(ada.id(), Optional.of("ada")), new Member(bob.id(), Optional.of("bob")));
        assertThat(done(here.count("lobby"))).isEqualTo(2);
        assertThat(done(here.count("nowhere"))).isZero();
        assertThat(done(here.groups(bob.id()))).containsExactly("lobby");
        assertThat(done(here.instances())).containsExactlyInAnyOrder(here.instanceId(), there.instanceId());
        assertThat(done(here.count(new Target.Everyone()))).isEqualTo(2);
        assertThat(done(here.members(new Target.Connection(bob.id()), Page.Request.first(1)))
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
            Page<Member> page = done(there.members(new Target.Group("lobby"), new Page.Request(next.get(), 3)));
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
        done(there.register(broken));
        done(there.join(broken.id(), "lobby"));
        Sink bob = member(there, "bob", "lobby");
        for (int i = 0; i < 3; i++) {
            done(here.send(Audience.group("lobby"), Message.text("m" + i)));
        }
        settle();
        assertThat(bob.received).containsExactly("m0", "m1", "m2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", " ", "*", ">", "?", "[a]", "{a}", "\n", "\0", "🔔", "a.b"})
    void namesAreOpaque(String name) {
        Sink ada = member(here, "ada", "a");
        Sink bob = member(there, "bob", name);
        done(here.send(Audience.group(name), Message.text("hi")));
        settle();
        assertThat(ada.received).isEmpty();
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void aJoinMayBeAskedForBeforeRegisteringIsDone() {
        Sink ada = new Sink(here.instanceId(), "ada");
        here.register(ada);
        done(here.join(ada.id(), "lobby"));
        assertThat(done(there.count("lobby"))).isEqualTo(1);
    }

    @Test
    void joiningAnUnknownConnectionFails() {
        ConnectionId unknown = ConnectionId.next(here.instanceId());
        assertThat(error(here.join(unknown, "lobby"))).isInstanceOf(UnknownConnectionException.class);
        assertThat(error(here.leave(unknown, "lobby"))).isInstanceOf(UnknownConnectionException.class);
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
        done(here.end());
        done(here.end());
        assertThat(ada.closes).singleElement().matches(reason -> reason.code() == 1001);
        assertThat(done(there.members("lobby"))).isEmpty();
        assertThat(done(there.connectionsOf("ada"))).isEmpty();
        assertThat(done(there.instances())).containsExactly(there.instanceId());
        assertThat(error(here.send(Audience.everyone(), Message.text("x"))))
                .isInstanceOf(RegistryClosedException.class);
        done(here.unregister(ada.id()));
        assertThat(here.localCount()).isZero();
    }

    @Test
    void anInstanceThatComesBackHasAnotherId() {
        done(here.end());
        Hub again = done(Hub.builder().backplane(backplane).name("here").start(runtime));
        assertThat(again.instanceId()).isNotEqualTo(here.instanceId());
        assertThat(again.instanceId().value()).startsWith("here.");
    }

    private Sink registered(Hub hub, String user) {
        Sink sink = new Sink(hub.instanceId(), user);
        done(hub.register(sink));
        return sink;
    }

    private Sink member(Hub hub, String user, String group) {
        Sink sink = registered(hub, user);
        done(hub.join(sink.id(), group));
        return sink;
    }

    private void settle() {
        runtime.run();
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.run();
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.run();
        CompletableFuture<?> future = stage.toCompletableFuture();
        assertThat(future).isCompletedExceptionally();
        return Operation.unwrap(future.handle((done, error) -> error).join());
    }
}
