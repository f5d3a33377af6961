package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told when joining takes its time, or the broker is gone. */
class BadTimesTest {
    private final InMemoryBackplane backplane = InMemoryBackplane.create();
    private final Hub hub =
            Hub.builder().backplane(backplane).start().toCompletableFuture().join();
    private final StubbornRegistry registry = new StubbornRegistry(hub);
    private ChatServer server;

    @BeforeEach
    void start() throws StartupException {
        server = ChatServer.start(
                registry, new DemoTokens(Secret.random(), backplane), "instance-1", List.of("127.0.0.1"), 0);
    }

    @AfterEach
    void stop() {
        server.close();
        hub.close();
        backplane.close();
    }

    @Test
    void whatSheSaysBeforeSheHasJoinedComesAfterTheWelcomeAndInOrder() {
        try (Client ada = Client.openAs(server.port(), "/ws/chat/lobby", "Ada")) {
            ada.say("one");
            ada.say("two");
            ada.say("three");
            ada.awaitHeard();
            registry.gate.complete(null);
            ada.hears("Welcome Ada to lobby!", "[Ada]: one", "[Ada]: two", "[Ada]: three");
        }
    }

    @Test
    void whoeverCannotJoinIsToldToComeBackLater() {
        registry.loseBroker();
        registry.gate.complete(null);
        try (Client ada = Client.openAs(server.port(), "/ws/chat/lobby", "Ada")) {
            assertThat(ada.awaitClosed()).isEqualTo("1013 cannot join the room now, try again later");
        }
    }

    @Test
    void whoeverIsNotHeardIsToldSo() {
        registry.gate.complete(null);
        try (Client ada = Client.join(server.port(), "lobby", "Ada")) {
            registry.loseBroker();
            ada.say("hello?");
            ada.hears("That was not sent. Try again later.");
        }
    }

    /** One that takes ten seconds to say good-bye, so that there is time to ask it meanwhile. */
    @Test
    void anInstanceThatStopsTakesInNobodyAndSaysSoAtOnce() throws Exception {
        registry.gate.complete(null);
        List<Client> many = IntStream.range(0, 10)
                .mapToObj(i -> Client.join(server.port(), "room-" + i, "user-" + i))
                .toList();
        String token = Entry.token(server.port(), "Grace");
        registry.crowd(1_000);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

        await().atMost(Duration.ofSeconds(30)).until(() -> many.stream().anyMatch(Client::isClosed));
        assertThat(Rooms.ask(server.port(), "GET", "/health").statusCode()).isEqualTo(503);
        assertThat(Entry.handshake(server.port(), "/ws/chat/lobby", "Authorization", "Bearer " + token))
                .isEqualTo(503);
        assertThat(many).allSatisfy(client -> assertThat(client.awaitClosed()).matches(ProgramTest.GOING_AWAY));
        stopped.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aRoomThatCannotBeLookedUpIsUnavailable() {
        registry.loseBroker();
        HttpResponse<String> response = Rooms.ask(server.port(), "GET", "/rooms/lobby");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"error\":\"the registry does not answer, try again later\"}");
    }

    @Test
    void aLoadBalancerLearnsWhetherToSendAnybodyHere() {
        HttpResponse<String> ready = Rooms.ask(server.port(), "GET", "/health");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"ready\":true}");
        registry.loseBroker();
        HttpResponse<String> notReady = Rooms.ask(server.port(), "GET", "/health");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body()).contains("\"ready\":false", "\"reason\":\"the broker is gone\"");
    }
}
