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
     * Whether a session is one of this container's. The other methods are called for such sessions only.
     *
     * @param session a session
     * @return whether it is
     */
    boolean serves(Session session);

    /**
     * Ends the TCP connection of a client that has had its time, without a word to it: the standard API can only ask a client to
     * close. Does nothing if it has ended. It may block for a moment, and not for the client.
     *
     * @param session the session of the connection
     */
    void cut(Session session);

    /**
     * Sees to it that a frame that says it is too large is not gathered: its bytes are dropped, and so is all that comes behind it.
     * Nothing by default: most containers hand on what they have of a frame, or close with 1009 themselves. Called once, while
     * the session is being opened.
     *
     * @param session the session of the connection
     * @param bytes the most that a frame may carry
     * @param tooLarge to be run, once, when one says that it carries more; it does not block
     */
    default void limitFrames(Session session, int bytes, Runnable tooLarge) {}

    /**
     * Whether {@link #hold} does something.
     *
     * @return false by default
     */
    default boolean canHold() {
        return false;
    }

    /**
     * Lets the frames of a session wait for each other, so that they are written together. Called by one thread at a time, and only
     * where {@link #canHold()} says so; it does not block.
     *
     * @param session the session of the connection
     * @param held whether frames wait from now on; if not, those that do leave with the next one at the latest
     */
    default void hold(Session session, boolean held) {}
}
