package io.carillon.jakarta;

import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** Tyrus on Grizzly. */
public final class TyrusTestContainer implements TestContainer {
    private static final int FRAME_BUFFER = 1 << 21;

    // Tyrus buffers a frame before anybody sees it; 4 MiB by default.
    private final TyrusServerContainer server = (TyrusServerContainer) ServerContainerFactory.createServerContainer(
            Map.of(TyrusWebSocketEngine.INCOMING_BUFFER_SIZE, FRAME_BUFFER));

    @Override
    public void gate(TransportOptions options, String path) {
        // The module on the path is enough.
    }

    @Override
    public boolean hasItsGateInside() {
        return true;
    }

    @Override
    public boolean boundRequests(Duration time) {
        // Tyrus switches Grizzly's own off, and has none.
        return false;
    }

    @Override
    public void start(List<ServerEndpointConfig> endpoints, List<Class<?>> annotated) throws Exception {
        for (ServerEndpointConfig endpoint : endpoints) {
            server.addEndpoint(endpoint);
        }
        for (Class<?> endpoint : annotated) {
            server.addEndpoint(endpoint);
        }
        server.start("/", 0);
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public int codeOfDeflateBomb() {
        return 1002;
    }

    @Override
    public void stop() {
        server.stop();
    }
}
