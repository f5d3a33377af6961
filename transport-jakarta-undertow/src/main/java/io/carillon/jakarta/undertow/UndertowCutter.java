package io.carillon.jakarta.undertow;

import io.carillon.jakarta.ConnectionCutter;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the channel of an Undertow session, which ends the TCP connection. */
public final class UndertowCutter implements ConnectionCutter {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowCutter.class);

    /** For the service loader. */
    public UndertowCutter() {}

    @Override
    public boolean cut(Session session) {
        if (session instanceof UndertowSession undertow) {
            try {
                undertow.getWebSocketChannel().close();
            } catch (IOException e) {
                LOG.debug("a connection could not be cut", e);
            }
            return true;
        }
        return false;
    }
}
