package io.carillon.examples.own;

import io.carillon.InstanceId;
import io.carillon.jakarta.RegistryEndpoint;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** One instance: a registry, and a Tyrus whose connections it keeps. */
final class OwnInstance implements AutoCloseable {
    private final OwnRegistry registry;
    private final TyrusServerContainer container;

    /** Starts to listen, at every address of the machine; port 0 is any free one. */
    OwnInstance(String name, SharedState shared, Broker broker, int port) throws DeploymentException, IOException {
        InstanceId id = new InstanceId(name + "-" + UUID.randomUUID());
        registry = new OwnRegistry(id, shared, broker, Executors.newSingleThreadScheduledExecutor());
        container = (TyrusServerContainer) ServerContainerFactory.createServerContainer(Map.of());
        container.addEndpoint(RegistryEndpoint.config(ChatEndpoint.PATH, () -> new ChatEndpoint(registry)));
        container.start("/", port);
    }

    int port() {
        return container.getPort();
    }

    /** Tells its clients to come back elsewhere, and leaves the cluster. */
    @Override
    public void close() {
        registry.drain(Duration.ZERO).toCompletableFuture().join();
        container.stop();
        registry.close();
    }
}
