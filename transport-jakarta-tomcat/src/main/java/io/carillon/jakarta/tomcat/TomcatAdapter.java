package io.carillon.jakarta.tomcat;

import io.carillon.jakarta.ContainerAdapter;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;

/** Tells a Tomcat session that the client's close has come: then there is nothing left to wait for, and Tomcat closes. */
public final class TomcatAdapter implements ContainerAdapter {

    /** For the service loader. */
    public TomcatAdapter() {}

    @Override
    public boolean serves(Session session) {
        return session instanceof WsSession;
    }

    @Override
    public void cut(Session session) {
        ((WsSession) session).onClose(new CloseReason(CloseCodes.CLOSED_ABNORMALLY, ""));
    }
}
