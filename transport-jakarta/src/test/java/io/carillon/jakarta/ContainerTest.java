package io.carillon.jakarta;

import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Starts and stops a real container. These tests run in the modules under {@code transport-tests/}, once on each. */
@Tag("container")
abstract class ContainerTest {
    final Application application = new Application();
    private TestContainer container;

    void start(TransportOptions.Builder options) throws Exception {
        start(application.config(options));
    }

    void start(ServerEndpointConfig endpoint) throws Exception {
        start(List.of(endpoint), List.of());
    }

    void start(List<ServerEndpointConfig> endpoints, List<Class<?>> annotated) throws Exception {
        container = TestContainer.load();
        container.start(endpoints, annotated);
    }

    @AfterEach
    void stop() throws Exception {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    TestContainer container() {
        return container;
    }

    int port() {
        return container.port();
    }

    URI uri(String pathAndQuery) {
        return URI.create("ws://localhost:" + port() + pathAndQuery);
    }

    Client connect(String... headers) {
        return Client.connect(uri("/ws/lobby?user=Ada"), headers);
    }

    /** The status of a refusal before the upgrade, or the close code of one behind it. */
    int refusal(String path, String... headers) throws Exception {
        try (RawClient client = new RawClient(port())) {
            int status = client.handshake(path, headers);
            return status == 101 ? client.readCloseCode() : status;
        }
    }

    /** What a foreign page gets here. */
    int forForeignPages() {
        return container().hasItsGateInside() ? 403 : 1008;
    }
}
