package io.carillon.jakarta;

import static org.awaitility.Awaitility.await;

import io.carillon.Message;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** An application whose steps the test writes, and that remembers what it was called for. */
final class Application {
    final StubRegistry registry = new StubRegistry();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<JakartaConnection> connections = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    Function<Session, Optional<String>> user = session -> Optional.empty();
    Consumer<JakartaConnection> opened = connection -> {};
    BiConsumer<JakartaConnection, Message> received = (connection, message) -> {};
    Consumer<JakartaConnection> closed = connection -> {};

    RegistryConfigurator configurator(TransportOptions.Builder options) {
        return new RegistryConfigurator(options.build(), Served::new);
    }

    ServerEndpointConfig config(TransportOptions.Builder options) {
        return config("/ws/{room}", options);
    }

    ServerEndpointConfig config(String path, TransportOptions.Builder options) {
        return RegistryEndpoint.config(path, options.build(), Served::new);
    }

    /** One that leaves it to the handshake who somebody is. */
    ServerEndpointConfig configForAuthenticated(String path, TransportOptions.Builder options) {
        return RegistryEndpoint.config(path, options.build(), Authenticated::new);
    }

    /** For a container that serves several tests. */
    void forget() {
        calls.clear();
        connections.clear();
        messages.clear();
        registry.registered.clear();
        registry.unregistered.clear();
    }

    JakartaConnection connection() {
        await().until(() -> !connections.isEmpty());
        return connections.get(0);
    }

    /** Waits for the end of the only connection. */
    void awaitUnregistered() {
        await().until(() -> !registry.unregistered.isEmpty());
    }

    private final class Served extends Authenticated {
        @Override
        protected Optional<String> user(Session session) {
            calls.add("user");
            return user.apply(session);
        }
    }

    private class Authenticated extends RegistryEndpoint {
        Authenticated() {
            super(Application.this.registry);
        }

        @Override
        protected void opened(JakartaConnection connection) {
            calls.add("opened, registered " + registry.registered.contains(connection.id()));
            connections.add(connection);
            opened.accept(connection);
        }

        @Override
        protected void received(JakartaConnection connection, Message message) {
            calls.add("received");
            messages.add(message);
            received.accept(connection, message);
        }

        @Override
        protected void closed(JakartaConnection connection, int code) {
            calls.add("closed " + code + ", unregistered " + registry.unregistered.contains(connection.id()));
            closed.accept(connection);
        }
    }
}
