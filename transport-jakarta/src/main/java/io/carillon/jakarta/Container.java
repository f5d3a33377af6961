package io.carillon.jakarta;

import jakarta.websocket.Session;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a session has to be told so that its container bounds what it does for one client. All by the standard API. */
final class Container {
    /** After our own timeout has been looked at, so that it is our code that the connection ends with. */
    private static final long LATER_MILLIS = Sweep.PERIOD_MILLIS + 100;

    private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    /** They do not end a connection when this time is over, but start a timer for each frame. */
    private static final List<String> USELESS_ON = List.of("io.undertow.", "org.glassfish.tyrus.");

    private Container() {}

    static void prepare(Session session, TransportOptions options) {
        boundBuffers(session, options.maxMessageBytes());
        String type = session.getClass().getName();
        if (USELESS_ON.stream().anyMatch(type::startsWith)) {
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(options.sendTimeoutNanos()) + LATER_MILLIS;
        // With this, Jetty ends the TCP connection of a client that does not read.
        session.getAsyncRemote().setSendTimeout(millis);
        // What blocks on Tomcat, a ping or a close, would do so for 20 s, and a client that does not answer a close
        // stay 30.
        session.getUserProperties().put(BLOCKING_SEND_TIMEOUT, millis);
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
