package io.carillon.jakarta;

import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** Tyrus on Grizzly. */
public final class TyrusTestContainer implements TestContainer {
    private final TyrusServerContainer server =
            (TyrusServerContainer) ServerContainerFactory.createServerContainer(Map.of());

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
    public void stop() {
        server.stop();
    }
}
