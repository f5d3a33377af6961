package io.carillon.jakarta;

import io.carillon.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a container is told about one session: by the standard API so that it bounds what it does for one client, and beyond that by its
 * {@link ContainerAdapter}, if its module is there.
 */
final class Container {
    /** After our own timeout has been looked at, so that it is our code that the connection ends with. */
    private static final long LATER_MILLIS = Sweep.PERIOD_MILLIS + 100;

    private static final Logger LOG = LoggerFactory.getLogger(Container.class);

    private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private static final String TYRUS = "org.glassfish.tyrus.";

    /** They do not end a connection when the send timeout is over, but start a timer for each frame. */
    private static final List<String> USELESS_ON = List.of("io.undertow.", TYRUS);

    private Container() {}

    static void prepare(Session session, TransportOptions options) {
        boundBuffers(session, options.maxMessageBytes);
        String type = session.getClass().getName();
        // Keepalive looks after who is gone. Jetty would go on with its connector's idle timeout, 30 s, which may be
        // less than a ping. Of 0, Tyrus makes a timer for each message, which wakes another thread to do nothing.
        session.setMaxIdleTimeout(type.startsWith(TYRUS) ? -1 : 0);
        if (USELESS_ON.stream().anyMatch(type::startsWith)) {
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(options.sendTimeoutNanos) + LATER_MILLIS;
        if (adapter(session).isEmpty()) {
            // So Jetty ends the TCP connection of a client that does not read. What can be cut goes without: Tomcat
            // keeps a
            // sorted set of all that has such a time.
            session.getAsyncRemote().setSendTimeout(millis);
        }
        // What blocks on Tomcat, a ping or a close, would do so for 20 s, and a client that does not answer a close
        // stay 30.
        session.getUserProperties().put(BLOCKING_SEND_TIMEOUT, millis);
    }

    /** The container's close. It may block; call it on {@link Transport#closing()} only. */
    static void close(Session session, CloseReason reason) {
        try {
            session.close(new jakarta.websocket.CloseReason(
                    jakarta.websocket.CloseReason.CloseCodes.getCloseCode(reason.code()), reason.phrase()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("a close failed, the connection is probably gone", e);
        }
    }

    /** Ends the TCP connection, where there is a way. */
    static void cut(Session session) {
        try {
            adapter(session).ifPresent(adapter -> adapter.cut(session));
        } catch (RuntimeException e) {
            LOG.warn("a connection could not be cut", e);
        }
    }

    static void limitFrames(Session session, int bytes, Runnable tooLarge) {
        adapter(session).ifPresent(adapter -> adapter.limitFrames(session, bytes, tooLarge));
    }

    static boolean canHold(Session session) {
        return adapter(session).map(ContainerAdapter::canHold).orElse(false);
    }

    static void hold(Session session, boolean held) {
        adapter(session).ifPresent(adapter -> adapter.hold(session, held));
    }

    private static Optional<ContainerAdapter> adapter(Session session) {
        for (ContainerAdapter adapter : Transport.Threads.ADAPTERS) {
            if (adapter.serves(session)) {
                return Optional.of(adapter);
            }
        }
        return Optional.empty();
    }

    /**
     * Undertow gathers a message before it hands it on, and by default without a limit. Never raised: Tomcat allocates a
     * buffer of that size.
     */
    private static void boundBuffers(Session session, int limit) {
        int text = session.getMaxTextMessageBufferSize();
        if (text <= 0 || text > limit) {
            session.setMaxTextMessageBufferSize(limit);
        }
        int binary = session.getMaxBinaryMessageBufferSize();
        if (binary <= 0 || binary > limit) {
            session.setMaxBinaryMessageBufferSize(limit);
        }
    }
}
