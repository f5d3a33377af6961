package io.carillon.jakarta.undertow;

import io.carillon.jakarta.ContainerAdapter;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the channel of an Undertow session, which ends the TCP connection. */
public final class UndertowAdapter implements ContainerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowAdapter.class);

    /** For the service loader. */
    public UndertowAdapter() {}

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
