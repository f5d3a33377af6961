package io.carillon.examples.chat;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.Message;
import io.carillon.UnknownConnectionException;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.jakarta.TransportOptions;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ws/chat/{room}}: one person in one room. Who it is, her token or ticket says, before this is asked. A room is a group of the
 * registry, so it spans all instances, and exists while somebody is in it. Its name is verbatim: any Unicode, percent-decoded once.
 *
 * <p>What happens to a connection happens in turn: she joins and is welcomed, then what she says is sent, then the others
 * are told that she left. What she says before she has joined waits, and is lost only with the connection.
 */
final class ChatEndpoint extends RegistryEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ChatEndpoint.class);
    private static final String ROOMS = "/ws/chat/";
    static final String PATH = ROOMS + "{room}";

    /** What the decoder of the JDK leaves in the place of bytes that are no UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    private static final CloseReason TEXT_ONLY = new CloseReason(1003, "this chat is for text only");
    private static final CloseReason CANNOT_JOIN = new CloseReason(1013, "cannot join the room now, try again later");
    private static final Message NOT_SENT = Message.text("That was not sent. Try again later.");

    private final String instance;
    private final Guests<ConnectionId> farewells;
    private CompletionStage<?> turn = CompletableFuture.completedStage(null);
    private @Nullable Room room;

    private ChatEndpoint(ConnectionRegistry registry, String instance, Guests<ConnectionId> farewells) {
        super(registry);
        this.instance = instance;
        this.farewells = farewells;
    }

    /**
     * The endpoint, to deploy.
     *
     * @param options who is let in
     * @param instance what this instance is called in the log
     * @param farewells holds every connection until the others have been told that it has gone
     */
    static ServerEndpointConfig config(
            ConnectionRegistry registry, TransportOptions options, String instance, Guests<ConnectionId> farewells) {
        return config(PATH, options, () -> new ChatEndpoint(registry, instance, farewells));
    }

    @Override
    protected Optional<String> user(Session session) {
        try {
            room = new Room(registry(), instance, roomName(session));
            return super.user(session);
        } catch (IllegalArgumentException e) {
            throw new HandshakeRefusedException(Objects.requireNonNullElse(e.getMessage(), "not a name"));
        }
    }

    /** From the decoded path, and not from the container's path parameters: those end at a semicolon. */
    private static String roomName(Session session) {
        String name = session.getRequestURI().getPath().substring(ROOMS.length());
        if (name.indexOf(UNREADABLE) >= 0) {
            throw new IllegalArgumentException("the room is not percent-encoded UTF-8");
        }
        return name;
    }

    @Override
    protected void opened(JakartaConnection connection) {
        farewells.enter(connection.id());
        Room room = room();
        turn = room.join(connection.id()).thenRun(() -> {
            // Told first: whoever comes in after this welcome does not hear of an earlier coming any more.
            room.tellOthers(connection.id(), name(connection) + " joined the room");
            connection.offer(Message.text("Welcome " + name(connection) + " to " + room.name() + "!"));
        });
        turn.exceptionally(failure -> {
            // Whoever left at once is no longer known to the registry, and that is no news.
            if (!(failure.getCause() instanceof UnknownConnectionException)) {
                LOG.warn(
                        "Cannot join instanceID={} group={}", LogValue.of(instance), LogValue.of(room.name()), failure);
            }
            boolean leaving = registry().health().equals(Health.LEAVING);
            connection.close(leaving ? CloseReason.GOING_AWAY : CANNOT_JOIN);
            return null;
        });
    }

    @Override
    protected void received(JakartaConnection connection, Message message) {
        if (message instanceof Message.Text text) {
            turn = turn.thenRun(() -> say(connection, text.text()));
        } else {
            connection.close(TEXT_ONLY);
        }
    }

    private void say(JakartaConnection connection, String text) {
        room().tellAll("[" + name(connection) + "]: " + text).exceptionally(failure -> {
            LOG.warn("Cannot send instanceID={} group={}", LogValue.of(instance), LogValue.of(room().name()), failure);
            connection.offer(NOT_SENT);
            return null;
        });
    }

    @Override
    protected void closed(JakartaConnection connection, int code) {
        // Unregistered first: whoever is told that she left, and looks, must not find her there.
        turn.thenCompose(joined -> registry().unregister(connection.id()))
                .thenCompose(left -> room().tellOthers(connection.id(), name(connection) + " left the room"))
                .whenComplete((told, failure) -> farewells.leave(connection.id()));
    }

    private Room room() {
        return Objects.requireNonNull(room, "set when the user was asked for, before anything else");
    }

    private static String name(JakartaConnection connection) {
        return connection.user().orElseThrow();
    }
}
