package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said over the WebSockets of two instances. */
class ChatTest {
    private TwoInstances instances;

    @BeforeEach
    void start() throws StartupException {
        instances = new TwoInstances();
    }

    @AfterEach
    void stop() {
        instances.close();
    }

    @Test
    void whatIsSaidOnOneInstanceIsHeardOnBothAndByTheSpeakerToo() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada");
                Client grace = Client.join(instances.second(), "lobby", "Grace")) {
            ada.hears("Grace joined the room");
            ada.say("hello");
            ada.hears("[Ada]: hello");
            grace.hears("[Ada]: hello");
            grace.say("hello yourself");
            ada.hears("[Grace]: hello yourself");
            grace.hears("[Grace]: hello yourself");
        }
    }

    @Test
    void nobodyIsToldOfTheirOwnComing() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada")) {
            ada.say("a marker");
            ada.hears("[Ada]: a marker");
        }
    }

    @Test
    void theOthersAreToldThatSheLeftAfterAllThatSheSaid() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada")) {
            try (Client grace = Client.join(instances.second(), "lobby", "Grace")) {
                grace.say("one");
                grace.say("two");
            }
            ada.hears("Grace joined the room", "[Grace]: one", "[Grace]: two", "Grace left the room");
        }
    }

    @Test
    void whoeverHearsThatSheLeftDoesNotFindHerInTheRoom() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada")) {
            Client.join(instances.second(), "lobby", "Grace").close();
            ada.hears("Grace joined the room", "Grace left the room");
            assertThat(Rooms.get(instances.first(), "/rooms/lobby").users()).containsExactly("Ada");
        }
    }

    @Test
    void roomsDoNotHearEachOther() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada");
                Client grace = Client.join(instances.second(), "Lobby", "Grace")) {
            ada.say("only here");
            ada.hears("[Ada]: only here");
            grace.say("a marker");
            grace.hears("[Grace]: a marker");
        }
    }

    @Test
    void manyMessagesStayInOrderOnBothInstances() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada");
                Client grace = Client.join(instances.second(), "lobby", "Grace")) {
            ada.hears("Grace joined the room");
            String[] expected =
                    IntStream.range(0, 200).mapToObj(i -> "[Ada]: " + i).toArray(String[]::new);
            IntStream.range(0, 200).forEach(i -> ada.say("" + i));
            ada.hears(expected);
            grace.hears(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "50 % off",
                "a+b",
                "a/b",
                "a;b=c",
                "a&user=Mallory",
                "{room}",
                "Zoë",
                "日本",
                "👩‍🚀",
                "..%2F",
                "a\nb",
                " Ada "
            })
    void namesOfRoomsAndUsersAreVerbatim(String name) {
        try (Client one = Client.join(instances.first(), name, name);
                Client other = Client.join(instances.second(), name, "other " + name)) {
            one.hears("other " + name + " joined the room");
            other.say("hello");
            one.hears("[other " + name + "]: hello");
            Rooms rooms = Rooms.get(instances.first(), "/rooms/" + Client.encode(name));
            assertThat(rooms.room()).isEqualTo(name);
            assertThat(rooms.users()).containsExactlyInAnyOrder(name, "other " + name);
        }
    }

    @Test
    void aPlusInThePathIsAPlus() {
        try (Client ada = Client.openAs(instances.first(), "/ws/chat/a+b", "Ada+Lovelace")) {
            ada.hears("Welcome Ada+Lovelace to a+b!");
        }
    }

    @Test
    void whatIsWrittenTwiceIsDecodedOnce() {
        try (Client ada = Client.openAs(instances.first(), "/ws/chat/%2541", "Ada")) {
            ada.hears("Welcome Ada to %41!");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ws/chat/ | 1008 group name is empty, expected 1 to 256 bytes of UTF-8",
                "/ws/chat/%FF | 1008 the room is not percent-encoded UTF-8"
            })
    void whoeverHasNoRoomIsRefusedWithAReason(String target, String expected) {
        try (Client client = Client.openAs(instances.first(), target, "Ada")) {
            assertThat(client.awaitClosed()).isEqualTo(expected);
        }
    }

    @Test
    void aNameOf256BytesIsTakenAndOneOf257IsRefused() {
        String longest = "é".repeat(128);
        Client.join(instances.first(), longest, longest).close();
        String encoded = Client.encode(longest + "x");
        try (Client room = Client.openAs(instances.first(), "/ws/chat/" + encoded, "Ada")) {
            assertThat(room.awaitClosed()).isEqualTo("1008 group name has 257 bytes of UTF-8, expected 1 to 256");
        }
    }

    @Test
    void bytesAreNotUnderstood() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada")) {
            ada.sayBytes((byte) 1);
            assertThat(ada.awaitClosed()).isEqualTo("1003 this chat is for text only");
        }
    }

    @Test
    void anInstanceThatStopsSaysGoodByeAndTheOthersAreTold() {
        try (Client ada = Client.join(instances.first(), "lobby", "Ada");
                Client grace = Client.join(instances.second(), "lobby", "Grace")) {
            instances.stopSecond();
            assertThat(grace.awaitClosed()).matches(ProgramTest.GOING_AWAY);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Rooms.get(instances.first(), "/rooms/lobby").users(), List.of("Ada")::equals);
            ada.hears("Grace joined the room", "Grace left the room");
        }
    }

    @Test
    void theEchoNeedsNoNameAndIsInNoRoom() {
        try (Client echo = Client.open(instances.first(), "/ws/simple");
                Client ada = Client.join(instances.first(), "lobby", "Ada")) {
            ada.say("hello");
            ada.hears("[Ada]: hello");
            echo.say("anybody?");
            echo.hears("You said: anybody?");
            ada.say("a marker");
            ada.hears("[Ada]: a marker");
        }
    }
}
