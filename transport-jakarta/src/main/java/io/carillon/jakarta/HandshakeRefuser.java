package io.carillon.jakarta;

import jakarta.websocket.HandshakeResponse;

/**
 * Refuses with an HTTP status from inside a handshake, on the one container where nothing can stand in front of an endpoint but the
 * endpoint's own configurator lets it: Tyrus without servlets. Found with {@link java.util.ServiceLoader}, so the module
 * {@code carillon-transport-jakarta-tyrus} on the path is enough. The other containers have a gate in front.
 *
 * <p><b>Threads.</b> The container's, several at once.
 */
public interface HandshakeRefuser {

    /**
     * Whether this container is its.
     *
     * @param response what the container has given to the configurator
     * @return whether {@link #refuse} refuses on it
     */
    boolean works(HandshakeResponse response);

    /**
     * Refuses, by a throw that the container understands.
     *
     * @param response what the container has given to the configurator
     * @param refused status and headers
     */
    void refuse(HandshakeResponse response, HandshakeRefusedException refused);
}
