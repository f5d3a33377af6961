package io.carillon.jakarta;

import io.carillon.CloseReason;
import java.util.Map;

/**
 * Says that this client may not come in. A {@link HandshakeAuthenticator} fails with it, and the client gets its HTTP status; or
 * {@link RegistryEndpoint#user(jakarta.websocket.Session)} throws it, and the connection is closed before anything is registered.
 */
public final class HandshakeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status, where the upgrade has not been. */
    private final int status;

    private final transient Map<String, String> headers;
    private final transient CloseReason reason;

    /**
     * Closes the connection with 1008, policy violation; 403 before the upgrade.
     *
     * @param phrase at most 123 bytes of UTF-8, may be empty; the client sees it, so never a secret
     * @throws IllegalArgumentException if the phrase is too long
     */
    public HandshakeRefusedException(String phrase) {
        this(new CloseReason(CloseReason.POLICY_VIOLATION.code(), phrase));
    }

    /**
     * Closes the connection with a reason of the application's own; 403 before the upgrade.
     *
     * @param reason what the client is told
     */
    public HandshakeRefusedException(CloseReason reason) {
        this(403, Map.of(), reason);
    }

    /**
     * Refuses with an HTTP status where there still is one, otherwise by closing.
     *
     * @param status 400 to 599
     * @param headers what the response has besides; the client sees it, so never a secret
     * @param reason what the client is told if it is too late for a status
     * @throws IllegalArgumentException if the status is none of an error
     */
    public HandshakeRefusedException(int status, Map<String, String> headers, CloseReason reason) {
        super("handshake refused with " + status + ", or " + reason.code(), null, false, false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status is " + status + ", expected 400 to 599");
        }
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.reason = reason;
    }

    /**
     * Nobody has been recognised: 401.
     *
     * @param challenge the {@code WWW-Authenticate} header, such as {@code Bearer error="invalid_token"} (RFC 6750)
     * @return the exception
     */
    public static HandshakeRefusedException unauthorized(String challenge) {
        return new HandshakeRefusedException(401, Map.of("WWW-Authenticate", challenge), CloseReason.POLICY_VIOLATION);
    }

    /** It cannot be found out now: 503. */
    static HandshakeRefusedException unavailable() {
        return new HandshakeRefusedException(503, Map.of("Retry-After", "1"), CloseReason.TRY_AGAIN_LATER);
    }

    /**
     * The HTTP status.
     *
     * @return 400 to 599
     */
    public int status() {
        return status;
    }

    /**
     * What the HTTP response has besides its status.
     *
     * @return the headers
     */
    public Map<String, String> headers() {
        return headers;
    }

    CloseReason reason() {
        return reason;
    }
}
