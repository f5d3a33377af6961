package io.carillon.examples.own;

import io.carillon.Audience;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import jakarta.websocket.Session;
import java.util.Optional;

/** {@code /chat/{room}/{name}}: one person in one room, on whatever registry. The name is taken on trust. */
final class ChatEndpoint extends RegistryEndpoint {
    static final String PATH = "/chat/{room}/{name}";

    ChatEndpoint(ConnectionRegistry registry) {
        super(registry);
    }

    @Override
    protected Optional<String> user(Session session) {
        return Optional.ofNullable(session.getPathParameters().get("name"));
    }

    @Override
    protected void opened(JakartaConnection me) {
        registry().join(me.id(), room(me)).thenAccept(joined -> tell(me, name(me) + " joined the room"));
    }

    @Override
    protected void received(JakartaConnection me, Message message) {
        if (message instanceof Message.Text text) {
            tell(me, "[" + name(me) + "]: " + text.text());
        }
    }

    @Override
    protected void closed(JakartaConnection me, int code) {
        tell(me, name(me) + " left the room");
    }

    private void tell(JakartaConnection me, String text) {
        registry().send(Audience.group(room(me)), Message.text(text));
    }

    private static String room(JakartaConnection me) {
        return Optional.ofNullable(me.session().getPathParameters().get("room")).orElseThrow();
    }

    private static String name(JakartaConnection me) {
        return me.user().orElseThrow();
    }
}
