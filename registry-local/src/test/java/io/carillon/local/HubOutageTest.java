package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.JoinResult;
import io.carillon.LimitExceededException;
import io.carillon.Message;
import io.carillon.SendResult;
import io.carillon.faults.FaultyBackplane;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of sends, registrations, joins and leaves while the broker is away, policy by policy. */
class HubOutageTest {
    private static final Audience LOBBY = Audience.group("lobby");
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final FaultyBackplane link = FaultyBackplane.over(broker, runtime::after, runtime.serial("driver"), 1);
    private final Recorder heard = new Recorder();
    private final Hub there = start(Hub.builder().backplane(broker).name("there"));
    private final Sink bob = new Sink(there.instanceId(), "bob");
    private Hub here;
    private Sink ada;

    /** Two instances with a member of the lobby each; the first one's link is about to be cut. */
    private void begin(OutagePolicy policy) {
        here = start(Hub.builder().backplane(link).name("here").listener(heard).outagePolicy(policy));
        ada = new Sink(here.instanceId(), "ada");
        join(here, ada);
        join(there, bob);
        heard.take();
    }

    @Nested
    class Fail {
        @Test
        void whatIsAskedForFailsAndNothingHappened() {
            begin(OutagePolicy.FAIL);
            Sink eve = new Sink(here.instanceId(), "eve");
            link.cut();
            assertThat(error(here.send(LOBBY, Message.text("lost")))).isInstanceOf(BackplaneUnavailableException.class);
            assertThat(error(here.join(ada.id(), "den"))).isInstanceOf(BackplaneUnavailableException.class);
            assertThat(error(here.leave(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
            assertThat(error(here.register(eve))).isInstanceOf(BackplaneUnavailableException.class);
            comeBack();
            assertThat(done(there.count("den"))).isZero();
            assertThat(done(there.members("lobby"))).hasSize(2);
            assertThat(done(there.connectionsOf("eve"))).isEmpty();
            assertThat(ada.received).isEmpty();
            assertThat(bob.received).isEmpty();
        }
    }

    @Nested
    class LocalOnly {
        @Test
        void aMessageGoesToTheMembersOfThisInstanceAndToNoOthersNowOrLater() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.cut();
            assertThat(done(here.send(LOBBY, Message.text("1")))).isEqualTo(SendResult.LOCAL_ONLY);
            assertThat(done(here.send(LOBBY.and(Audience.user("bob")), Message.text("2"))))
                    .isEqualTo(SendResult.LOCAL_ONLY);
            assertThat(done(here.send(Audience.connection(ada.id()), Message.text("3"))))
                    .isEqualTo(SendResult.LOCAL_ONLY);
            assertThat(ada.received).containsExactly("1", "2", "3");
            comeBack();
            assertThat(done(here.send(LOBBY, Message.text("4")))).isEqualTo(SendResult.ACCEPTED);
            assertThat(ada.received).containsExactly("1", "2", "3", "4");
            assertThat(bob.received).containsExactly("4");
            assertThat(heard.take()).noneMatch(event -> event.startsWith("gap"));
        }

        @Test
        void aMessageThatTheBrokerHasRefusedTakesNoNumberFromTheNextOne() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.refuse(1);
            assertThat(done(here.send(LOBBY, Message.text("1")))).isEqualTo(SendResult.LOCAL_ONLY);
            link.refuse(0);
            assertThat(done(here.send(LOBBY, Message.text("2")))).isEqualTo(SendResult.ACCEPTED);
            assertThat(ada.received).containsExactly("1", "2");
            assertThat(bob.received).containsExactly("2");
        }

        @Test
        void theStoreShowsNobodyWhoseSubscriptionIsNotThere() {
            ScriptedBackplane scripted = new ScriptedBackplane(broker);
            here = start(Hub.builder().backplane(scripted).outagePolicy(OutagePolicy.LOCAL_ONLY));
            ada = new Sink(here.instanceId(), "ada");
            join(here, ada);
            scripted.refuseSubscriptions = true;
            assertThat(done(here.join(ada.id(), "den"))).isEqualTo(JoinResult.LOCAL_ONLY);
            runtime.advance(Duration.ofMinutes(1));
            assertThat(done(there.count("den"))).isZero();
            scripted.refuseSubscriptions = false;
            runtime.advance(MOMENT);
            assertThat(done(there.count("den"))).isEqualTo(1);
        }

        @Test
        void aMessageToAConnectionThatLivesElsewhereIsRefused() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.cut();
            assertThat(error(here.send(Audience.connection(bob.id()), Message.text("lost"))))
                    .isInstanceOf(BackplaneUnavailableException.class);
        }

        @Test
        void aJoinIsDoneHereAndTheClusterIsToldOnReturn() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.cut();
            assertThat(done(here.join(ada.id(), "den"))).isEqualTo(JoinResult.LOCAL_ONLY);
            assertThat(done(here.join(ada.id(), "den"))).isEqualTo(JoinResult.LOCAL_ONLY);
            done(here.send(Audience.group("den"), Message.text("here")));
            assertThat(ada.received).containsExactly("here");
            assertThat(done(there.count("den"))).isZero();
            comeBack();
            assertThat(done(there.count("den"))).isEqualTo(1);
            assertThat(done(here.join(ada.id(), "den"))).isEqualTo(JoinResult.JOINED);
            done(there.send(Audience.group("den"), Message.text("there")));
            assertThat(ada.received).containsExactly("here", "there");
            assertThat(heard.take()).contains("joined ada den");
        }

        @Test
        void aConnectionThatComesIsTakenInAndTheClusterIsToldOnReturn() {
            begin(OutagePolicy.LOCAL_ONLY);
            Sink eve = new Sink(here.instanceId(), "eve");
            link.cut();
            assertThat(done(here.register(eve))).isEqualTo(JoinResult.LOCAL_ONLY);
            done(here.send(Audience.user("eve"), Message.text("1")));
            comeBack();
            assertThat(done(there.connectionsOf("eve"))).hasSize(1);
            done(there.send(Audience.user("eve"), Message.text("2")));
            assertThat(eve.received).containsExactly("1", "2");
            assertThat(heard.take()).contains("connected eve", "online eve");
        }

        @Test
        void aLeaveIsDoneHereAndTheClusterIsToldOnReturn() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.cut();
            done(here.leave(ada.id(), "lobby"));
            done(here.send(LOBBY, Message.text("not to ada")));
            comeBack();
            assertThat(done(there.count("lobby"))).isEqualTo(1);
            assertThat(ada.received).isEmpty();
            assertThat(heard.take()).contains("left ada lobby");
        }

        @Test
        void whoJoinsAndGoesDuringTheOutageLeavesNothingBehind() {
            begin(OutagePolicy.LOCAL_ONLY);
            Sink eve = new Sink(here.instanceId(), "eve");
            link.cut();
            done(here.register(eve));
            done(here.join(eve.id(), "den"));
            here.unregister(eve.id());
            done(here.join(ada.id(), "attic"));
            done(here.leave(ada.id(), "attic"));
            comeBack();
            assertThat(done(there.connectionsOf("eve"))).isEmpty();
            assertThat(done(there.count("den"))).isZero();
            assertThat(done(there.count("attic"))).isZero();
            assertThat(heard.take()).noneMatch(event -> event.contains("eve") || event.contains("attic"));
        }

        @Test
        void aLinkThatIsDeadWithoutSayingSoIsAnOutageOnceItIsNoticed() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.stall();
            runtime.advance(MOMENT);
            assertThat(done(here.send(LOBBY, Message.text("1")))).isEqualTo(SendResult.LOCAL_ONLY);
            assertThat(done(here.join(ada.id(), "den"))).isEqualTo(JoinResult.LOCAL_ONLY);
            comeBack();
            assertThat(done(there.count("den"))).isEqualTo(1);
        }

        @Test
        void aPublishThatWasHandedToTheBrokerIsNotDeliveredHereToo() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.stall();
            CompletionStage<SendResult> unknown = here.send(LOBBY, Message.text("unknown"));
            runtime.advance(Duration.ofSeconds(10));
            assertThat(error(unknown)).isInstanceOf(BackplaneTimeoutException.class);
            assertThat(ada.received).isEmpty();
        }

        @Test
        void aMessageThatNoBrokerWouldTakeIsRefusedNowToo() {
            begin(OutagePolicy.LOCAL_ONLY);
            link.cut();
            Message tooLarge = Message.text("x".repeat(link.maxMessageBytes()));
            assertThat(error(here.send(LOBBY, tooLarge))).isInstanceOf(LimitExceededException.class);
        }
    }

    @Nested
    class Queue {
        @Test
        void messagesWaitAndArriveInTheirOrderOnReturn() {
            begin(OutagePolicy.queue());
            done(here.send(LOBBY, Message.text("0")));
            link.cut();
            for (int i = 1; i <= 5; i++) {
                assertThat(done(here.send(i % 2 == 0 ? LOBBY : Audience.user("bob"), Message.text("" + i))))
                        .isEqualTo(SendResult.QUEUED);
            }
            assertThat(ada.received).containsExactly("0");
            comeBack();
            done(here.send(LOBBY, Message.text("6")));
            assertThat(ada.received).containsExactly("0", "2", "4", "6");
            assertThat(bob.received).containsSubsequence("0", "2", "4", "6").containsSubsequence("1", "3", "5");
            assertThat(heard.take()).noneMatch(event -> event.startsWith("gap"));
        }

        @Test
        void whatIsSentBehindAJoinReachesTheNewMember() {
            begin(OutagePolicy.queue());
            link.cut();
            assertThat(done(here.join(ada.id(), "den"))).isEqualTo(JoinResult.QUEUED);
            done(here.send(Audience.group("den"), Message.text("hello")));
            comeBack();
            assertThat(ada.received).containsExactly("hello");
        }

        @Test
        void whatDoesNotFitIsRefusedAndTheRestStaysInItsPlace() {
            begin(OutagePolicy.queue(300, Duration.ofSeconds(30)));
            link.cut();
            done(here.send(LOBBY, Message.text("first")));
            assertThat(error(here.send(LOBBY, Message.text("x".repeat(300)))))
                    .isInstanceOf(BackplaneUnavailableException.class);
            done(here.send(LOBBY, Message.text("second")));
            comeBack();
            assertThat(bob.received).containsExactly("first", "second");
        }

        @Test
        void whatBecomesTooOldIsDroppedAndTold() {
            begin(OutagePolicy.queue(1_000_000, Duration.ofSeconds(20)));
            link.cut();
            done(here.send(LOBBY, Message.text("old")));
            runtime.advance(Duration.ofSeconds(15));
            done(here.send(LOBBY, Message.text("young")));
            runtime.advance(Duration.ofSeconds(6));
            assertThat(heard.take()).contains("unsent old").doesNotContain("unsent young");
            comeBack();
            assertThat(bob.received).containsExactly("young");
        }

        @Test
        void whatStillWaitsWhenTheHubIsClosedIsTold() {
            begin(OutagePolicy.queue());
            link.cut();
            done(here.send(LOBBY, Message.text("late")));
            here.end();
            runtime.run();
            assertThat(heard.take()).contains("unsent late");
        }

        @Test
        void oneRefusalIsWaitedOutToo() {
            begin(OutagePolicy.queue());
            link.refuse(1);
            assertThat(done(here.send(LOBBY, Message.text("1")))).isEqualTo(SendResult.QUEUED);
            link.refuse(0);
            assertThat(done(here.send(LOBBY, Message.text("2")))).isEqualTo(SendResult.QUEUED);
            runtime.advance(Watch.INTERVAL);
            assertThat(bob.received).containsExactly("1", "2");
        }
    }

    @Nested
    class StartWithoutABroker {
        @Test
        void theHubFailsToStartByDefault() {
            link.cut();
            CompletionStage<Hub> started = Hub.builder().backplane(link).start(runtime);
            runtime.run();
            assertThat(error(started)).isInstanceOf(BackplaneUnavailableException.class);
        }

        @Test
        void byOptionItStartsNotReadyAndEntersTheClusterWhenItCan() {
            link.cut();
            here = start(Hub.builder()
                    .backplane(link)
                    .brokerRequired(false)
                    .outagePolicy(OutagePolicy.LOCAL_ONLY)
                    .listener(heard));
            assertThat(here.health().ready()).isFalse();
            ada = new Sink(here.instanceId(), "ada");
            assertThat(done(here.register(ada))).isEqualTo(JoinResult.LOCAL_ONLY);
            assertThat(done(here.join(ada.id(), "lobby"))).isEqualTo(JoinResult.LOCAL_ONLY);
            comeBack();
            assertThat(here.health()).isEqualTo(Health.READY);
            assertThat(done(there.members("lobby"))).hasSize(1);
            done(there.send(LOBBY, Message.text("welcome")));
            assertThat(ada.received).containsExactly("welcome");
        }
    }

    private Hub start(HubBuilder builder) {
        return done(builder.start(runtime));
    }

    private void join(ConnectionRegistry hub, Sink sink) {
        done(hub.register(sink));
        done(hub.join(sink.id(), "lobby"));
    }

    private void comeBack() {
        link.restore();
        runtime.advance(MOMENT);
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.advance(INSTANT);
        return runtime.done(stage);
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.advance(INSTANT);
        return runtime.error(stage);
    }
}
