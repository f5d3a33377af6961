package io.carillon.benchmarks.load;

import io.carillon.Audience;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import jakarta.websocket.Session;
import java.util.Objects;
import java.util.Optional;

/** The same with Carillon: every option at its default, every guarantee switched on. */
final class CarillonEndpoint extends RegistryEndpoint {
    CarillonEndpoint(ConnectionRegistry registry) {
        super(registry);
    }

    @Override
    protected Optional<String> user(Session session) {
        return Optional.empty();
    }

    @Override
    protected void opened(JakartaConnection connection) {
        registry().join(connection.id(), group(connection)).thenRun(LoadServer.MEMBERS::release);
    }

    @Override
    protected void received(JakartaConnection connection, Message message) {
        registry().send(Audience.group(group(connection)), message);
    }

    private static String group(JakartaConnection connection) {
        return Objects.requireNonNull(connection.session().getPathParameters().get(LoadServer.GROUP));
    }
}
