package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.spi.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a message reaches, how often, and in which order. */
abstract class SendingRules extends RegistryTests {
    private static final int MANY = 200;

    @Test
    @Rule("CR-4.1")
    void aMessageToAGroupReachesItsMembersEverywhereAndNobodyElse() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(there, "bob", LOBBY);
        RecordingConnection eve = member(there, "eve", KITCHEN);
        assertThat(deadline.done(here.send(Audience.group(LOBBY), Message.text("hi"))))
                .isEqualTo(SendResult.ACCEPTED);
        gets(ada, "hi");
        gets(bob, "hi");
        flush(here, Audience.group(LOBBY), bob);
        gets(eve);
    }

    @Test
    @Rule("CR-4.2")
    void aMessageFromAnInstanceWithoutMembersReachesTheGroup() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        send(here, Audience.group(LOBBY), "1");
        send(cluster.open(), Audience.group(LOBBY), "2");
        deadline.until(() -> assertThat(ada.texts()).containsExactlyInAnyOrder("1", "2"));
    }

    @Test
    @Rule("CR-4.3")
    void aMessageToAUserReachesAllConnectionsOfTheUser() {
        RecordingConnection desk = connect(here, "ada");
        RecordingConnection phone = connect(there, "ada");
        RecordingConnection bob = connect(there, "bob");
        send(here, Audience.user("ada"), "hi");
        gets(desk, "hi");
        gets(phone, "hi");
        flush(here, Audience.user("ada"), phone);
        gets(bob);
    }

    @Test
    @Rule("CR-4.4")
    void aUserWithSeveralConnectionsSurvivesOneLeaving() {
        RecordingConnection desk = connect(here, "ada");
        RecordingConnection laptop = connect(here, "ada");
        RecordingConnection phone = connect(there, "ada");
        deadline.done(here.unregister(desk.id()));
        send(there, Audience.user("ada"), "hi");
        gets(laptop, "hi");
        gets(phone, "hi");
        has(desk);
        behind(user("ada"), laptop, phone);
    }

    @Test
    @Rule("CR-4.5")
    void aMessageToOneConnectionReachesOnlyThat() {
        RecordingConnection desk = connect(there, "ada");
        RecordingConnection phone = connect(there, "ada");
        send(here, Audience.connection(desk.id()), "1");
        send(there, Audience.connection(desk.id()), "2");
        deadline.until(() -> assertThat(desk.texts()).containsExactlyInAnyOrder("1", "2"));
        flush(here, Audience.connection(desk.id()), desk);
        gets(phone);
    }

    @Test
    @Rule("CR-4.6")
    void aMessageToEveryoneReachesEveryConnectionOfTheCluster() {
        List<RecordingConnection> all =
                List.of(connect(here, "ada"), connect(there, "bob"), member(there, "eve", LOBBY));
        send(here, Audience.everyone(), "hi");
        all.forEach(one -> gets(one, "hi"));
    }

    @Test
    @Rule("CR-4.7")
    void exceptionsHoldOnEveryInstance() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(there, "bob", LOBBY);
        RecordingConnection eve = member(there, "eve", LOBBY);
        RecordingConnection mute = member(there, "mute", LOBBY);
        RecordingConnection dan = member(there, "dan", LOBBY);
        deadline.done(there.join(mute.id(), "muted"));
        Audience some = Audience.group(LOBBY)
                .except(bob.id())
                .except(Audience.user("eve").and(Audience.group("muted")));
        send(here, some, "hi");
        gets(ada, "hi");
        gets(dan, "hi");
        flush(here, some, dan);
        List.of(bob, eve, mute).forEach(one -> gets(one));
    }

    @Test
    @Rule("CR-4.8")
    void whoIsBehindSeveralTargetsGetsAMessageOnce() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        deadline.done(there.join(ada.id(), KITCHEN));
        Audience overlapping = Audience.group(LOBBY)
                .and(Audience.group(KITCHEN))
                .and(Audience.user("ada"))
                .and(Audience.connection(ada.id()));
        send(here, overlapping, "1");
        gets(ada, "1");
        send(here, overlapping.and(Audience.everyone()), "2");
        gets(ada, "1", "2");
        flush(here, overlapping, ada);
        gets(ada, "1", "2");
    }

    @Test
    @Rule("CR-4.9")
    void whatOneSendsToOneAudienceArrivesInThatOrder() {
        RecordingConnection ada = member(here, "ada", LOBBY);
        RecordingConnection bob = member(there, "bob", LOBBY);
        String[] texts = IntStream.range(0, MANY).mapToObj(i -> "n" + i).toArray(String[]::new);
        List<CompletionStage<SendResult>> sent = new ArrayList<>();
        for (String text : texts) {
            sent.add(here.send(Audience.group(LOBBY), Message.text(text))); // none waits for the one before
        }
        sent.forEach(deadline::done);
        gets(ada, texts);
        gets(bob, texts);
    }

    @Test
    @Rule("CR-4.10")
    void oneFailingMemberAffectsNoOtherHoweverOften() {
        List<RecordingConnection> failing =
                List.of(member(there, "a", LOBBY), member(there, "b", LOBBY), member(there, "c", LOBBY));
        RecordingConnection bob = member(there, "bob", LOBBY);
        failing.get(0).answering(message -> {
            throw new IllegalStateException("thrown on purpose");
        });
        failing.get(1).answering(message -> Connection.Offer.CLOSED);
        failing.get(2).answering(message -> Connection.Offer.DROPPED);
        String[] texts = IntStream.range(0, 20).mapToObj(i -> "n" + i).toArray(String[]::new);
        for (String text : texts) {
            send(here, Audience.group(LOBBY), text);
        }
        gets(bob, texts);
    }

    @Test
    @Rule("CR-4.11")
    void nobodyToHearIsNoError() {
        for (Audience nobody : List.of(
                Audience.group("nobody"),
                Audience.user("nobody"),
                Audience.connection(ConnectionId.next(there.instanceId())))) {
            deadline.done(here.send(nobody, Message.text("hi")));
        }
    }

    @Test
    @Rule("CR-4.12")
    void aMessageArrivesAsItWasSent() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        List<Message> messages = List.of(
                Message.text(""),
                Message.text("né 🔔 \0 \n"),
                Message.text("x".repeat(2_000)),
                Message.binary(new byte[0]),
                Message.binary(new byte[] {0, -1, 127, -128}));
        messages.forEach(message -> deadline.done(here.send(Audience.group(LOBBY), message)));
        deadline.until(() -> assertThat(ada.messages()).isEqualTo(messages));
    }

    @Test
    @Rule("CR-4.13")
    void aMessageThatIsSentAgainUnderItsIdIsDeliveredOnce() {
        RecordingConnection ada = member(there, "ada", LOBBY);
        for (String id : List.of("first", "first", "second")) {
            deadline.done(here.send(Audience.group(LOBBY), Message.text(id), SendOptions.withId(id)));
        }
        gets(ada, "first", "second");
        flush(here, Audience.group(LOBBY), ada);
        gets(ada, "first", "second");
    }
}
