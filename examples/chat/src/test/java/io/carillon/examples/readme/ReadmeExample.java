package io.carillon.examples.readme;

import io.carillon.Audience;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import java.util.Optional;

/** The example of the README, so that it compiles and runs. */
final class ReadmeExample {

    // example
    static class Lobby extends RegistryEndpoint { // your endpoint, one per connection
        Lobby(ConnectionRegistry registry) {
            super(registry);
        }

        @Override
        protected Optional<String> user(Session session) {
            return Optional.of(session.getPathParameters().get("name")); // who it is: yours to find out
        }

        @Override
        protected void opened(JakartaConnection me) {
            registry().join(me.id(), "lobby");
        }

        @Override
        protected void received(JakartaConnection me, Message message) {
            registry().send(Audience.group("lobby").except(me.id()), message); // to every instance
        }
    }

    static Hub deploy(ServerContainer container, InMemoryBackplane backplane) throws DeploymentException {
        Hub hub =
                Hub.builder().backplane(backplane).start().toCompletableFuture().join();
        container.addEndpoint(RegistryEndpoint.config("/lobby/{name}", () -> new Lobby(hub)));
        return hub;
    }
    // end of example

    private ReadmeExample() {}
}
