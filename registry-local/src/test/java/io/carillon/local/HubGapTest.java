package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.SendOptions;
import io.carillon.faults.FaultyBackplane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are lost on the way: nobody loses one without a word. */
class HubGapTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final LossyBackplane lossy = new LossyBackplane(broker);
    private final Recorder heard = new Recorder();
    private Hub sender;
    private Hub receiver;
    private Sink ada;

    @BeforeEach
    void start() {
        sender = runtime.done(Hub.builder().backplane(broker).name("sender").start(runtime));
        receiver = runtime.done(
                Hub.builder().backplane(lossy).name("receiver").listener(heard).start(runtime));
        ada = new Sink(receiver.instanceId(), "ada");
        receiver.register(ada);
        runtime.done(receiver.join(ada.id(), "lobby"));
        heard.take();
    }

    @Test
    void aLossInTheMiddleIsReportedWithTheNextMessage() {
        send("1");
        lossy.losing = true;
        send("2");
        send("3");
        lossy.losing = false;
        send("4");
        assertThat(ada.received).containsExactly("1", "4");
        assertThat(heard.take()).containsExactly("gap 2-3");
    }

    @Test
    void aLossAtTheEndIsReportedByABeacon() {
        send("1");
        lossy.losing = true;
        send("2");
        lossy.losing = false;
        runtime.advance(Beacons.INTERVAL.multipliedBy(2));
        assertThat(heard.take()).containsExactly("gap 2-2");
        runtime.advance(Beacons.INTERVAL.multipliedBy(10));
        assertThat(heard.take()).isEmpty();
    }

    /** Beacons that the broker did not take have told nobody; the sender must not forget what they would have said. */
    @Test
    void aLossBeforeALongOutageOfTheSenderIsReportedAfterIt() {
        FaultyBackplane way = FaultyBackplane.over(broker, runtime::after, runtime.serial("driver"), 1);
        Hub other = soon(Hub.builder().backplane(way).name("other").start(runtime));
        soon(other.send(Audience.group("lobby"), Message.text("1")));
        lossy.losing = true;
        soon(other.send(Audience.group("lobby"), Message.text("2")));
        way.refuse(1);
        runtime.advance(Beacons.INTERVAL.multipliedBy(Streams.BEACONS + 1));
        way.refuse(0);
        lossy.losing = false;
        soon(other.send(Audience.group("lobby"), Message.text("3")));
        assertThat(ada.received).containsExactly("1", "3");
        assertThat(heard.take()).containsExactly("gap 2-2");
    }

    /** A broker that dies twice: what told of the loss before the second death was heard by nobody. */
    @Test
    void aLossIsReportedAlsoIfItsBeaconsWereLostInTheNextOutage() {
        FaultyBackplane way = FaultyBackplane.over(broker, runtime::after, runtime.serial("driver"), 1);
        Hub other = soon(Hub.builder().backplane(way).name("other").start(runtime));
        soon(other.send(Audience.group("lobby"), Message.text("1")));
        lossy.losing = true;
        soon(other.send(Audience.group("lobby"), Message.text("2")));
        runtime.advance(Beacons.INTERVAL.multipliedBy(Streams.BEACONS - 1));
        way.cut();
        runtime.advance(Duration.ofMillis(100));
        way.restore();
        runtime.advance(Beacons.INTERVAL.multipliedBy(Streams.BEACONS_AFTER_RETURN - 2));
        lossy.losing = false; // the receiver is back long after the sender
        runtime.advance(Beacons.INTERVAL.multipliedBy(2));
        assertThat(gaps()).containsExactly("gap 2-2");
        runtime.advance(Beacons.INTERVAL.multipliedBy(10));
        assertThat(gaps()).isEmpty();
    }

    /** One beacon makes suspicious only; what begins anew behind it makes sure. */
    @Test
    void aLossOfWhichOnlyTheLastBeaconTellsIsReportedWithTheNextMessage() {
        send("1");
        lossy.losing = true;
        send("2");
        runtime.advance(Beacons.INTERVAL.multipliedBy(Streams.BEACONS - 1));
        lossy.losing = false;
        runtime.advance(Beacons.INTERVAL.multipliedBy(5));
        assertThat(gaps()).isEmpty();
        send("3");
        assertThat(ada.received).containsExactly("1", "3");
        assertThat(gaps()).containsExactly("gap 2-2");
    }

    /** What a beacon says of each is looked at in the lane of each; it must not take the room of messages there. */
    @Test
    void aBeaconOfMoreSubjectsThanALaneHasRoomForFillsNoLane() {
        int groups = 100;
        Hub narrow = runtime.done(Hub.builder()
                .backplane(broker)
                .name("narrow")
                .lanes(1)
                .laneCapacity(groups / 10, 1_000_000)
                .listener(heard)
                .start(runtime));
        Sink bob = new Sink(narrow.instanceId(), "bob");
        narrow.register(bob);
        for (int i = 0; i < groups; i++) {
            runtime.done(narrow.join(bob.id(), "group-" + i));
            runtime.done(sender.send(Audience.group("group-" + i), Message.text("hi")));
        }
        heard.take();
        runtime.advance(Beacons.INTERVAL.multipliedBy(Streams.BEACONS));
        assertThat(bob.received).hasSize(groups);
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void aLossIsReportedOfUsersConnectionsAndEveryoneToo() {
        for (Audience audience :
                new Audience[] {Audience.user("ada"), Audience.connection(ada.id()), Audience.everyone()}) {
            runtime.done(sender.send(audience, Message.text("1")));
            lossy.losing = true;
            runtime.done(sender.send(audience, Message.text("2")));
            lossy.losing = false;
            runtime.done(sender.send(audience, Message.text("3")));
            assertThat(heard.take()).containsExactly("gap 2-2");
        }
    }

    @Test
    void anIdleSubjectIsForgottenAndItsNextMessageStillArrives() {
        send("1");
        runtime.advance(Beacons.INTERVAL.multipliedBy(Streams.BEACONS + 1));
        assertThat(runtime.timers()).isPositive();
        send("2");
        assertThat(ada.received).containsExactly("1", "2");
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void whatIsRefusedTakesNoNumber() {
        Hub refused =
                runtime.done(Hub.builder().backplane(lossy).name("refused").start(runtime));
        runtime.done(refused.send(Audience.group("lobby"), Message.text("1")));
        lossy.refusing = true;
        CompletionStage<?> second = refused.send(Audience.group("lobby"), Message.text("2"));
        assertThat(second.toCompletableFuture()).isCompletedExceptionally();
        lossy.refusing = false;
        runtime.done(refused.send(Audience.group("lobby"), Message.text("3")));
        runtime.advance(Beacons.INTERVAL.multipliedBy(5));
        assertThat(ada.received).containsExactly("1", "3");
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void whatArrivesTwiceIsDeliveredOnce() {
        lossy.doubling = true;
        send("1");
        send("2");
        assertThat(ada.received).containsExactly("1", "2");
    }

    @Test
    void aMessageSentAgainUnderItsIdIsDeliveredOnce() {
        SendOptions retry = SendOptions.withId("order 7");
        runtime.done(sender.send(Audience.group("lobby"), Message.text("1"), retry));
        runtime.done(sender.send(Audience.group("lobby"), Message.text("1"), retry));
        assertThat(ada.received).containsExactly("1");
        assertThat(heard.take()).isEmpty();
    }

    @Test
    void whoComesAnewMissesNothingAndIsToldOfNothing() {
        send("1");
        runtime.advance(Beacons.INTERVAL);
        Sink bob = new Sink(sender.instanceId(), "bob");
        sender.register(bob);
        runtime.done(sender.join(bob.id(), "lobby"));
        send("2");
        runtime.advance(Beacons.INTERVAL.multipliedBy(5));
        assertThat(bob.received).containsExactly("2");
        assertThat(heard.take()).isEmpty();
    }

    /** Whoever hears nothing for a while is told to resynchronise too. */
    private List<String> gaps() {
        return heard.take().stream().filter(told -> told.startsWith("gap")).toList();
    }

    private void send(String text) {
        runtime.done(sender.send(Audience.group("lobby"), Message.text(text)));
    }

    /** Over a link on which each step takes an instant. */
    private <T> T soon(CompletionStage<T> stage) {
        runtime.advance(Duration.ofMillis(100));
        return runtime.done(stage);
    }
}
