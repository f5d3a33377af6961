package io.carillon.examples.chat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /ws/simple}: says back what it is told. An endpoint without Carillon, beside one with it: an application keeps
 * the endpoints that it has. Nobody has to say who they are, and no registry knows of these connections.
 */
public final class SimpleEndpoint extends Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SimpleEndpoint.class);

    /** Tyrus queues without bound for a client that does not read, and here no outbox guards it. */
    private static final int MAX_UNSENT = 64;

    private final AtomicInteger unsent = new AtomicInteger();

    /** Called by the container, once per connection. */
    public SimpleEndpoint() {}

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(String.class, text -> echo(session, text));
    }

    private void echo(Session session, String text) {
        if (unsent.incrementAndGet() > MAX_UNSENT) {
            close(session, new CloseReason(CloseCodes.VIOLATED_POLICY, "too slow"));
        } else {
            session.getAsyncRemote().sendText("You said: " + text, sent -> unsent.decrementAndGet());
        }
    }

    private static void close(Session session, CloseReason reason) {
        try {
            session.close(reason);
        } catch (IOException e) {
            LOG.debug("The connection was gone before it could be closed", e);
        }
    }

    @Override
    public void onError(Session session, Throwable error) {
        LOG.debug("An echo connection failed", error);
    }
}
