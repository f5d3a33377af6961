package io.carillon.jakarta.tomcat;

import io.carillon.jakarta.ConnectionCutter;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;

/** Tells a Tomcat session that the client's close has come: then there is nothing left to wait for, and Tomcat closes. */
public final class TomcatCutter implements ConnectionCutter {

    /** For the service loader. */
    public TomcatCutter() {}

    @Override
    public boolean cut(Session session) {
        if (session instanceof WsSession tomcat) {
            tomcat.onClose(new CloseReason(CloseCodes.CLOSED_ABNORMALLY, ""));
            return true;
        }
        return false;
    }
}
