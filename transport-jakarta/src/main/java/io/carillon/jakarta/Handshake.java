package io.carillon.jakarta;

import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake found out about one connection. It travels to {@code onOpen} in the connection's user properties, the
 * only road that the standard API has.
 *
 * @param admitted whether it may come in
 * @param transport what the endpoint's connections share
 * @param authentication who is behind it; null if the endpoint does not ask
 */
record Handshake(
        boolean admitted, Transport transport, @Nullable Authentication authentication) {
    private static final String KEY = "io.carillon.jakarta.handshake";

    /**
     * Leaves the verdict for {@link #take(Session)}.
     *
     * @return whether that was safe. If there already was one, this container keeps one map for all connections, as was
     *     allowed before WebSocket 2.1, and one connection could be let in on the verdict of another; then everyone is
     *     refused from now on.
     */
    boolean leaveIn(Map<String, Object> userProperties) {
        Object other = userProperties.putIfAbsent(KEY, this);
        if (other == null) {
            return true;
        }
        userProperties.put(KEY, new Handshake(false, transport, null));
        return false;
    }

    /** The verdict on this connection; empty if nobody looked, and then nobody may come in. */
    static Optional<Handshake> take(Session session) {
        if (!(session.getUserProperties().remove(KEY) instanceof Handshake handshake)) {
            return Optional.empty();
        }
        if (handshake.authentication != null) {
            handshake.authentication.leaveIn(session);
        }
        return Optional.of(handshake);
    }
}
