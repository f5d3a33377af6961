package io.carillon.jakarta;

import io.carillon.CloseReason;

/**
 * Says that this client may not come in. {@link RegistryEndpoint#user(jakarta.websocket.Session)} throws it; the connection
 * is closed before anything is registered.
 */
public final class HandshakeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    /**
     * Closes the connection with 1008, policy violation.
     *
     * @param phrase at most 123 bytes of UTF-8, may be empty; the client sees it, so never a secret
     * @throws IllegalArgumentException if the phrase is too long
     */
    public HandshakeRefusedException(String phrase) {
        this(new CloseReason(CloseReason.POLICY_VIOLATION.code(), phrase));
    }

    /**
     * Closes the connection with a reason of the application's own.
     *
     * @param reason what the client is told
     */
    public HandshakeRefusedException(CloseReason reason) {
        super("handshake refused with " + reason.code());
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
