package io.carillon.jakarta.jetty;

import io.carillon.jakarta.ContainerAdapter;
import jakarta.websocket.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts a Jetty session, which ends the TCP connection. By name, since Jetty has a class of its own for each edition of Jakarta EE, and
 * they differ in nothing but their package.
 */
public final class JettyAdapter implements ContainerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(JettyAdapter.class);

    /** For the service loader. */
    public JettyAdapter() {}

    @Override
    public boolean serves(Session session) {
        String type = session.getClass().getName();
        return type.startsWith("org.eclipse.jetty.ee") && type.endsWith(".JakartaWebSocketSession");
    }

    @Override
    public void cut(Session session) {
        try {
            session.getClass().getMethod("abort").invoke(session);
        } catch (ReflectiveOperationException e) {
            LOG.warn("a connection could not be cut: this version of Jetty has another way to abort a session", e);
        }
    }
}
