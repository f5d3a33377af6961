package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain HTTP side of two instances. */
class HttpTest {
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
    void bothInstancesKnowEverybodyInTheRoomAndWhereTheyAre() {
        Client.join(instances.first(), "lobby", "Ada");
        Client.join(instances.second(), "lobby", "Grace");
        Rooms first = Rooms.get(instances.first(), "/rooms/lobby");
        Rooms second = Rooms.get(instances.second(), "/rooms/lobby");

        assertThat(first).isEqualTo(second);
        assertThat(first.json().keySet()).containsExactly("room", "count", "members");
        assertThat(first.room()).isEqualTo("lobby");
        assertThat(first.users()).containsExactlyInAnyOrder("Ada", "Grace");
        assertThat(first.of("instanceId")).anyMatch(id -> id.startsWith("instance-1."));
        assertThat(first.of("instanceId")).anyMatch(id -> id.startsWith("instance-2."));
        assertThat(first.of("connectionId"))
                .map(ConnectionId::parse)
                .map(id -> id.instance().value())
                .isEqualTo(first.of("instanceId"));
    }

    @Test
    void aRoomThatNobodyIsInIsEmpty() {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", "/rooms/nobody");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
        assertThat(response.body()).isEqualTo("{\"room\":\"nobody\",\"count\":0,\"members\":[]}");
    }

    @Test
    void everyAnswerNamesTheInstanceThatGaveIt() {
        for (String target : new String[] {"/", "/rooms/lobby", "/nothing"}) {
            assertThat(Rooms.ask(instances.second(), "GET", target).headers().firstValue("Carillon-Instance"))
                    .hasValueSatisfying(id -> assertThat(id).startsWith("instance-2."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rooms/", "/rooms/%FF"})
    void whatIsNoNameIsABadRequest(String target) {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", target);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":\"not a room: ");
    }

    @Test
    void aNameThatIsTooLongIsABadRequest() {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", "/rooms/" + "x".repeat(257));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"error\":\"not a room: group name has 257 bytes of UTF-8, expected 1 to 256\"}");
    }

    @ParameterizedTest
    @CsvSource({"POST,/", "POST,/rooms/lobby", "PUT,/rooms/lobby", "DELETE,/rooms/lobby", "OPTIONS,/"})
    void otherMethodsAreNotAllowed(String method, String target) {
        HttpResponse<String> response = Rooms.ask(instances.first(), method, target);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void aTicketIsAskedForWithPostAlone() {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", "/ticket");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/rooms", "/tickets", "/token/Ada", "/rooms/a/b", "/favicon.ico", "/ws/simple", "/index.html"})
    void otherPathsAreNotFound(String target) {
        assertThat(Rooms.ask(instances.first(), "GET", target).statusCode()).isEqualTo(404);
    }

    @Test
    void thePageIsTheSameOnBothInstances() {
        HttpResponse<String> page = Rooms.ask(instances.first(), "GET", "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.body())
                .startsWith("<!doctype html>")
                .isEqualTo(Rooms.ask(instances.second(), "GET", "/").body());
    }

    @Test
    void headTellsTheSameWithoutTheBody() {
        HttpResponse<String> head = Rooms.ask(instances.first(), "HEAD", "/rooms/lobby");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }
}
