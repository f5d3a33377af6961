package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Instances that crash, sleep and come back. The broker and each instance have a clock of their own, so an instance sleeps
 * while the test moves only the others'.
 */
class HubLeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final ManualRuntime brokerTime = new ManualRuntime();
    private final ManualRuntime hereTime = new ManualRuntime();
    private final ManualRuntime thereTime = new ManualRuntime();
    private final InMemoryBackplane backplane = new InMemoryBackplane(brokerTime);
    private final Recorder heardHere = new Recorder();
    private final Recorder heardThere = new Recorder();
    private Hub here;
    private Hub there;
    private Sink ada;
    private Sink bob;

    @BeforeEach
    void start() {
        here = done(Hub.builder()
                .backplane(backplane)
                .name("here")
                .listener(heardHere)
                .start(hereTime));
        there = done(Hub.builder()
                .backplane(backplane)
                .name("there")
                .listener(heardThere)
                .start(thereTime));
        ada = new Sink(here.instanceId(), "ada");
        bob = new Sink(there.instanceId(), "bob");
        here.register(ada);
        there.register(bob);
        done(here.join(ada.id(), "lobby"));
        done(there.join(bob.id(), "lobby"));
    }

    @Test
    void whoComesAndGoesIsToldByTheOwnerAndOnce() {
        assertThat(heardHere.take()).containsExactly("connected ada", "online ada", "joined ada lobby");
        Sink phone = new Sink(there.instanceId(), "ada");
        there.register(phone);
        heardThere.take();
        done(there.unregister(phone.id()));
        done(here.leave(ada.id(), "lobby"));
        done(here.leave(ada.id(), "lobby"));
        done(here.unregister(ada.id()));
        assertThat(heardThere.take()).containsExactly("connected ada", "disconnected ada");
        assertThat(heardHere.take()).containsExactly("left ada lobby", "disconnected ada", "offline ada");
    }

    @Test
    void aCrashedInstanceVanishesFromEveryQueryWithinTheLease() {
        sleepThere(LEASE.plusMillis(1));
        assertThat(done(here.count("lobby"))).isEqualTo(1);
        assertThat(done(here.members("lobby"))).extracting(Member::id).containsExactly(ada.id());
        assertThat(done(here.connectionsOf("bob"))).isEmpty();
        assertThat(done(here.groups(bob.id()))).isEmpty();
        assertThat(done(here.instances())).containsExactly(here.instanceId());
        assertThat(done(here.members(new Target.Connection(bob.id()), Page.Request.first(1)))
                        .items())
                .isEmpty();
    }

    @Test
    void aCrashedInstanceIsClearedUpAndItsPeopleAreToldOf() {
        heardHere.take();
        sleepThere(LEASE.multipliedBy(3));
        assertThat(heardHere.take()).containsExactlyInAnyOrder("left bob lobby", "disconnected bob", "offline bob");
        assertThat(done(backplane.membership().leases())).hasSize(1);
    }

    @Test
    void aSleeperThatReturnsBringsItsPeopleBackAndRemovesNobody() {
        sleepThere(LEASE.multipliedBy(3));
        heardThere.take();
        wakeThere();
        assertThat(done(here.count("lobby"))).isEqualTo(2);
        assertThat(done(here.instances())).containsExactlyInAnyOrder(here.instanceId(), there.instanceId());
        assertThat(heardThere.take())
                .contains("connected bob", "online bob", "joined bob lobby")
                .noneMatch(event -> event.startsWith("left") || event.startsWith("disconnected"));
        done(here.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(bob.received).containsExactly("hi");
        advanceAll(LEASE.multipliedBy(5));
        assertThat(done(here.count("lobby"))).isEqualTo(2);
    }

    @Test
    void whatASleeperWritesUnderItsDeadLeaseHasNoEffect() {
        sleepThere(LEASE.plusMillis(1));
        Sink eve = new Sink(there.instanceId(), "eve");
        CompletionStage<?> late = there.register(eve);
        assertThat(late.toCompletableFuture()).isCompletedExceptionally();
        assertThat(done(here.connectionsOf("eve"))).isEmpty();
        runAll();
        assertThat(done(here.connectionsOf("eve"))).isEmpty();
        assertThat(done(here.count("lobby"))).isEqualTo(2);
    }

    /** One instance comes to itself well before the other, and must not take it for dead. */
    @Test
    void aPauseOfTheBrokerThatEndsAllLeasesSweepsNobodyWhoLives() {
        heardHere.take();
        heardThere.take();
        brokerTime.advance(LEASE.multipliedBy(2));
        sleepThere(LEASE.minusSeconds(1));
        advanceAll(LEASE.multipliedBy(5));
        assertThat(done(here.count("lobby"))).isEqualTo(2);
        assertThat(heardHere.take()).isEmpty();
        assertThat(heardThere.take()).isEmpty();
    }

    @Test
    void aBrokerThatHasForgottenEverythingIsToldAgain() {
        backplane.forget();
        assertThat(done(here.count("lobby"))).isZero();
        advanceAll(LEASE);
        assertThat(done(here.count("lobby"))).isEqualTo(2);
        assertThat(done(here.connectionsOf("bob"))).hasSize(1);
    }

    @Test
    void aConnectionElsewhereCanBeMadeToJoinAndLeave() {
        done(here.join(bob.id(), "kitchen"));
        done(here.join(bob.id(), "kitchen"));
        assertThat(done(here.groups(bob.id()))).containsExactlyInAnyOrder("lobby", "kitchen");
        done(here.send(Audience.group("kitchen"), Message.text("hi")));
        assertThat(bob.received).containsExactly("hi");
        done(here.leaveAll(bob.id()));
        assertThat(done(here.groups(bob.id()))).isEmpty();
    }

    @Test
    void aCommandToAnInstanceThatIsDeadFailsAtOnce() {
        sleepThere(LEASE.plusMillis(1));
        assertThat(error(here.join(bob.id(), "kitchen"))).isInstanceOf(UnknownConnectionException.class);
        ConnectionId nobody = new ConnectionId(new InstanceId("nobody"), 1);
        assertThat(error(here.leave(nobody, "kitchen"))).isInstanceOf(UnknownConnectionException.class);
    }

    @Test
    void aCommandForAnUnknownConnectionIsRefusedByItsOwner() {
        ConnectionId unknown = ConnectionId.next(there.instanceId());
        assertThat(error(here.join(unknown, "kitchen")))
                .isInstanceOf(UnknownConnectionException.class)
                .hasMessageContaining("not registered");
    }

    @Test
    void disconnectingReachesConnectionsOnEveryInstance() {
        CloseReason reason = new CloseReason(4000, "bye");
        done(here.disconnect(Audience.group("lobby").except(ada.id()), reason));
        assertThat(bob.closes).containsExactly(reason);
        assertThat(ada.closes).isEmpty();
    }

    @Test
    void attributesAreSeenByAllAndCanBeChanged() {
        done(there.update(bob.id(), Map.of("seat", "12")));
        assertThat(done(here.members("lobby")))
                .extracting(Member::attributes)
                .containsExactlyInAnyOrder(Map.of(), Map.of("seat", "12"));
        assertThat(done(here.connectionsOf("bob")))
                .extracting(Member::attributes)
                .containsExactly(Map.of("seat", "12"));
    }

    /** The others go on while this one gets no time. */
    private void sleepThere(Duration time) {
        for (long step = 0; step < time.toMillis(); step += 100) {
            brokerTime.advance(Duration.ofMillis(100));
            hereTime.advance(Duration.ofMillis(100));
        }
        brokerTime.advance(Duration.ofMillis(1));
    }

    private void wakeThere() {
        thereTime.advance(LEASE);
        runAll();
    }

    private void advanceAll(Duration time) {
        for (long step = 0; step < time.toMillis(); step += 100) {
            brokerTime.advance(Duration.ofMillis(100));
            hereTime.advance(Duration.ofMillis(100));
            thereTime.advance(Duration.ofMillis(100));
        }
        runAll();
    }

    private void runAll() {
        for (int i = 0; i < 10; i++) {
            brokerTime.run();
            hereTime.run();
            thereTime.run();
        }
    }

    private <T> T done(CompletionStage<T> stage) {
        runAll();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runAll();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }
}
