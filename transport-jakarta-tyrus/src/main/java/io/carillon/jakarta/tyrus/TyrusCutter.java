package io.carillon.jakarta.tyrus;

import io.carillon.jakarta.ConnectionCutter;
import jakarta.websocket.Session;
import java.lang.reflect.Field;
import org.glassfish.grizzly.Connection;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyWriter;
import org.glassfish.tyrus.core.ProtocolHandler;
import org.glassfish.tyrus.core.TyrusRemoteEndpoint;
import org.glassfish.tyrus.core.TyrusSession;
import org.glassfish.tyrus.core.TyrusWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the TCP connection of a Tyrus session on Grizzly. Tyrus has no way to it from a session, so this reads
 * four fields of its own; where they are not there, or not open on the module path, nothing is cut.
 */
public final class TyrusCutter implements ConnectionCutter {
    private static final Logger LOG = LoggerFactory.getLogger(TyrusCutter.class);

    private final Field webSocket;
    private final Field protocolHandler;
    private final Field writer;
    private final Field connection;

    /** For the service loader. */
    public TyrusCutter() {
        webSocket = open(TyrusRemoteEndpoint.class, "webSocket");
        protocolHandler = open(TyrusWebSocket.class, "protocolHandler");
        writer = open(ProtocolHandler.class, "writer");
        connection = open(GrizzlyWriter.class, "connection");
    }

    @Override
    public boolean cut(Session session) {
        if (!(session instanceof TyrusSession)) {
            return false;
        }
        try {
            Object handler = protocolHandler.get(webSocket.get(session.getAsyncRemote()));
            // Not by the writer's own close: that waits behind the frame that the client does not read.
            if (writer.get(handler) instanceof GrizzlyWriter toClient
                    && connection.get(toClient) instanceof Connection<?> tcp) {
                tcp.terminateSilently();
            }
        } catch (IllegalAccessException e) {
            LOG.debug("a connection could not be cut", e);
        }
        return true;
    }

    private static Field open(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            throw new IllegalStateException(
                    "this Tyrus does not let a connection be cut: " + type.getName() + "." + name, e);
        }
    }
}
