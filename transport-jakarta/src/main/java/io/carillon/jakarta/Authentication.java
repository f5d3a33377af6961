package io.carillon.jakarta;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Who is behind a connection, as a {@link HandshakeAuthenticator} has found out.
 *
 * @param user the user's name, 1 to 256 bytes of UTF-8; empty for one who may come in and has no name
 * @param attributes what the cluster may know of the connection, at most 1,024 bytes of UTF-8; never a token
 * @param ends when this is over: the connection is then closed with {@link io.carillon.CloseReason#EXPIRED}, unless it has been
 *     {@link JakartaConnection#renew renewed}; looked at twice a second
 * @param tokenId what names the token that said so, for its revocation; it is no secret, and opens nothing
 */
public record Authentication(
        Optional<String> user, Map<String, String> attributes, Optional<Instant> ends, Optional<String> tokenId) {
    private static final String KEY = "io.carillon.jakarta.authentication";
    private static final ConnectionId NOBODY = new ConnectionId(new InstanceId("nobody"), 0);

    /**
     * Checks and copies.
     *
     * @param user the user's name
     * @param attributes what the cluster may know
     * @param ends when this is over
     * @param tokenId what names the token
     * @throws IllegalArgumentException if the name or the attributes are too long, or no valid Unicode
     */
    public Authentication {
        attributes = new Member(NOBODY, user, attributes).attributes();
    }

    /**
     * A user without attributes, for as long as the connection lasts.
     *
     * @param user the user's name
     * @return the authentication
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    public static Authentication ofUser(String user) {
        return new Authentication(Optional.of(user), Map.of(), Optional.empty(), Optional.empty());
    }

    /**
     * Who was found to be behind a session at its handshake.
     *
     * @param session the session
     * @return the authentication; empty if the endpoint has no {@link HandshakeAuthenticator}
     */
    public static Optional<Authentication> of(Session session) {
        return Optional.ofNullable((Authentication) session.getUserProperties().get(KEY));
    }

    void leaveIn(Session session) {
        session.getUserProperties().put(KEY, this);
    }

    boolean hasEnded(Instant now) {
        return ends.isPresent() && !now.isBefore(ends.get());
    }
}
