package io.carillon.jakarta;

import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.Map;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** A real container on a free port. */
final class TyrusServer implements AutoCloseable {
    private final TyrusServerContainer container;

    TyrusServer(ServerEndpointConfig config) throws Exception {
        container = (TyrusServerContainer) ServerContainerFactory.createServerContainer(Map.of());
        container.addEndpoint(config);
        container.start("/", 0);
    }

    int port() {
        return container.getPort();
    }

    URI uri(String pathAndQuery) {
        return URI.create("ws://localhost:" + port() + pathAndQuery);
    }

    @Override
    public void close() {
        container.stop();
    }
}
