package io.carillon.micrometer;

import static io.carillon.micrometer.World.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceTest {

    @Test
    void whatHappensAtAnEndpointIsCounted() throws Exception {
        try (Service service = new Service()) {
            WebSocket ada = service.connect();
            await().until(() ->
                    service.world.value("carillon.operations", "operation", "register", "outcome", "done") == 1);
            done(ada.sendText("hello", true));
            assertThat(service.heard.poll(World.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("hello");

            service.connect("Origin", "http://evil.example");
            await().untilAsserted(() -> assertThat(service.world.value("carillon.handshakes.refused", "reason", "late"))
                    .isEqualTo(1)); // there is no gate here

            assertThat(service.world.value("carillon.messages.received")).isEqualTo(1);
            assertThat(service.world.value("carillon.received.bytes")).isEqualTo(5);
            // The client may have the message before the container says that it is written.
            await().untilAsserted(() ->
                    assertThat(service.world.value("carillon.outbox.messages")).isZero());

            done(ada.sendClose(3999, "made up"));
            await().untilAsserted(() -> assertThat(service.world.value("carillon.connections.closed", "code", "other"))
                    .isEqualTo(1));
            await().until(() -> service.world.value("carillon.connections") == 0);
            assertThat(service.prometheus.scrape()).contains("carillon_fanout_seconds_bucket{le=\"0.001\"}");
        }
    }
}
