package io.carillon.jakarta;

import io.carillon.Audience;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

// The README shows what is between the two lines, word for word; ReadmeTest holds it.
// README
class ChatEndpoint extends RegistryEndpoint {
    ChatEndpoint(ConnectionRegistry registry) {
        super(registry);
    }

    @Override
    protected Optional<String> user(Session session) {
        Map<String, List<String>> query = session.getRequestParameterMap();
        return Optional.of(query.getOrDefault("user", List.of("somebody")).get(0));
    }

    @Override
    protected void opened(JakartaConnection connection) {
        registry().join(connection.id(), "lobby");
    }

    @Override
    protected void received(JakartaConnection connection, Message message) {
        registry().send(Audience.group("lobby").except(connection.id()), message);
    }
}
// README
