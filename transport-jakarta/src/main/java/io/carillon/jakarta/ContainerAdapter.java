package io.carillon.jakarta;

import jakarta.websocket.Session;

/**
 * What one container can do beyond the standard API. The modules {@code carillon-transport-jakarta-tomcat}, {@code -tyrus} and
 * {@code -undertow} have one; Jetty needs none, because it ends a connection itself when a send takes longer than it was told.
 *
 * <p>Found with {@link java.util.ServiceLoader}, so a module on the path is enough.
 *
 * <p><b>Threads.</b> Any thread may call. What is thrown is logged.
 */
public interface ContainerAdapter {

    /**
     * Ends the TCP connection of a client that has had its time, without a word to it: the standard API can only ask a client to
     * close. Does nothing if it has ended. It may block for a moment, and not for the client.
     *
     * @param session the session of the connection
     * @return whether this was a session of its container
     */
    boolean cut(Session session);

    /**
     * Sees to it that a frame that says it is too large is not gathered: its bytes are dropped, and so is all that comes behind it.
     * Nothing by default: most containers hand on what they have of a frame, or close with 1009 themselves. Called once, while
     * the session is being opened.
     *
     * @param session the session of the connection, perhaps of another container
     * @param bytes the most that a frame may carry
     * @param tooLarge to be run, once, when one says that it carries more; it does not block
     */
    default void limitFrames(Session session, int bytes, Runnable tooLarge) {}
}
