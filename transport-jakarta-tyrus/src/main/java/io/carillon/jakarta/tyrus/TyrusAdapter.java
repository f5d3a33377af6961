package io.carillon.jakarta.tyrus;

import io.carillon.jakarta.ContainerAdapter;
import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.util.Optional;
import org.glassfish.grizzly.Connection;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyWriter;
import org.glassfish.tyrus.core.ProtocolHandler;
import org.glassfish.tyrus.core.TyrusRemoteEndpoint;
import org.glassfish.tyrus.core.TyrusSession;
import org.glassfish.tyrus.core.TyrusWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the TCP connection of a Tyrus session on Grizzly, and keeps frames from it that are too large. Tyrus has no way to the connection
 * from a session, so this reads four fields of its own; where they are not there, or not open on the module path, it does nothing.
 */
public final class TyrusAdapter implements ContainerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TyrusAdapter.class);

    private final Field webSocket;
    private final Field protocolHandler;
    private final Field writer;
    private final Field connection;

    /** For the service loader. */
    public TyrusAdapter() {
        webSocket = open(TyrusRemoteEndpoint.class, "webSocket");
        protocolHandler = open(TyrusWebSocket.class, "protocolHandler");
        writer = open(ProtocolHandler.class, "writer");
        connection = open(GrizzlyWriter.class, "connection");
    }

    @Override
    public boolean serves(Session session) {
        return session instanceof TyrusSession;
    }

    @Override
    public void cut(Session session) {
        // Not by the writer's own close: that waits behind the frame that the client does not read.
        connection(session).ifPresent(Connection::terminateSilently);
    }

    @Override
    public void limitFrames(Session session, int bytes, Runnable tooLarge) {
        connection(session).ifPresent(tcp -> FrameLimit.install(tcp, bytes, tooLarge));
    }

    private Optional<Connection<?>> connection(Session session) {
        try {
            Object handler = protocolHandler.get(webSocket.get(session.getAsyncRemote()));
            return writer.get(handler) instanceof GrizzlyWriter toClient
                            && connection.get(toClient) instanceof Connection<?> tcp
                    ? Optional.of(tcp)
                    : Optional.empty();
        } catch (IllegalAccessException | IllegalStateException e) { // the latter of a session that is closed already
            LOG.debug("the TCP connection of a session cannot be found", e);
            return Optional.empty();
        }
    }

    private static Field open(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            throw new IllegalStateException(
                    "this Tyrus does not let the TCP connection of a session be found: " + type.getName() + "." + name,
                    e);
        }
    }
}
