package io.carillon.jakarta;

import jakarta.websocket.Session;

/**
 * Ends the TCP connection of a client that has had its time, on one container: the standard API can only ask the client to
 * close. The modules {@code carillon-transport-jakarta-tomcat}, {@code -tyrus} and {@code -undertow} have one; Jetty needs
 * none, because it ends a connection itself when a send takes longer than it was told.
 *
 * <p>Found with {@link java.util.ServiceLoader}, so a module on the path is enough.
 *
 * <p><b>Threads.</b> Any thread may call. It may block for a moment, and not for the client. What it throws is logged.
 */
public interface ConnectionCutter {

    /**
     * Ends the connection, without a word to the client. Does nothing if it has ended.
     *
     * @param session the session of the connection
     * @return whether this was a session of its container
     */
    boolean cut(Session session);
}
