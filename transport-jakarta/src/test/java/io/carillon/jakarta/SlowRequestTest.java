package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Message;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The part of the time before a client is known that only the container can bound, set as the README of carillon-limits says. */
@Tag("container")
class SlowRequestTest {

    @Test
    void aClientThatDoesNotFinishItsRequestIsHungUpOnAndAnOpenConnectionIsNot() throws Exception {
        Application application = new Application();
        application.received = (connection, message) -> connection.offer(Message.text("still here"));
        TestContainer container = TestContainer.load();
        // Also the time that the open connection's own request has, on a machine that stalls.
        boolean bounded = container.boundRequests(Duration.ofSeconds(4));
        container.start(List.of(application.config(TransportOptions.builder())), List.of());
        try (RawClient half = new RawClient(container.port())) {
            Client open = Client.connect(URI.create("ws://localhost:" + container.port() + "/ws/lobby"));
            half.write("GET /ws/lobby HTTP/1.1\r\nHost: localhost\r\nUpgr".getBytes(StandardCharsets.US_ASCII));

            if (bounded) {
                hungUpOn(half);
            }

            open.send("hello");
            assertThat(open.awaitText()).isEqualTo("still here");
        } finally {
            container.stop();
        }
    }

    /** With or without an answer; the client's own patience is 30 s, and then it fails. */
    private static void hungUpOn(RawClient client) throws IOException {
        try {
            while (client.read() >= 0) {
                // An answer.
            }
        } catch (SocketException e) {
            // A reset.
        }
    }
}
