package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Health;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the gate of each container tells those who come while the registry leaves. */
@Tag("container")
class LeavingTest {
    private final Application application = new Application();
    private final TestContainer container = TestContainer.load();

    @BeforeEach
    void start() throws Exception {
        TransportOptions.Builder options = TransportOptions.builder().health(application.registry::health);
        container.gate(options.build(), "/ws/lobby");
        container.start(List.of(application.config("/ws/lobby", options)), List.of());
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
    }

    @Test
    void whileTheRegistryLeavesEverybodyGets503BeforeTheUpgrade() throws Exception {
        application.registry.health = Health.LEAVING;
        try (RawClient client = new RawClient(container.port())) {
            assertThat(client.handshake("/ws/lobby", "Host: localhost:" + container.port()))
                    .isEqualTo(503);
            assertThat(client.header("Retry-After")).isEqualTo("1");
        }
        assertThat(application.calls).isEmpty();
    }

    @Test
    void anInstanceThatIsOnlyCutOffLetsThemIn() throws Exception {
        application.registry.health = Health.notReady("the link to the broker is lost");
        try (RawClient client = new RawClient(container.port())) {
            assertThat(client.handshake("/ws/lobby", "Host: localhost:" + container.port()))
                    .isEqualTo(101);
            assertThat(application.connection()).isNotNull();
        }
    }
}
