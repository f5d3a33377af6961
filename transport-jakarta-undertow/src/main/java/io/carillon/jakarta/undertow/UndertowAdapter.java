package io.carillon.jakarta.undertow;

import io.carillon.jakarta.ContainerAdapter;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the channel of an Undertow session, which ends the TCP connection; and lets frames wait for each other there. The standard
 * calls for that do nothing on Undertow.
 */
public final class UndertowAdapter implements ContainerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowAdapter.class);

    /** For the service loader. */
    public UndertowAdapter() {}

    @Override
    public boolean serves(Session session) {
        return session instanceof UndertowSession;
    }

    @Override
    public void cut(Session session) {
        try {
            channel(session).close();
        } catch (IOException e) {
            LOG.debug("a connection could not be cut", e);
        }
    }

    @Override
    public boolean canHold() {
        return true;
    }

    /** What is not flushed leaves with the next frame that is. */
    @Override
    public void hold(Session session, boolean held) {
        channel(session).setRequireExplicitFlush(held);
    }

    private static WebSocketChannel channel(Session session) {
        return ((UndertowSession) session).getWebSocketChannel();
    }
}
