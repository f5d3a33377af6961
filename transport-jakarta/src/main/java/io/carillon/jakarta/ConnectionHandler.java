package io.carillon.jakarta;

import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;

/**
 * What an application does with one connection, for a {@link ConnectionBinding}.
 *
 * <p><b>Guarantees.</b> The order for one connection is: {@code user}, {@link ConnectionRegistry#register register},
 * {@code opened}, {@code received} for each message in the client's order, {@code closed}, {@code unregister}. {@code closed}
 * follows every {@code opened} exactly once, and {@code unregister} every {@code register}, however the connection ends, and
 * also when the application throws.
 *
 * <p><b>Threads.</b> {@code user}, {@code opened} and {@code received} run on the container's threads, one at a time for
 * one connection; what blocks there holds up this connection's messages, and on some containers a thread that others need.
 * {@code closed} never runs beside them; it runs on the container's thread or on one named {@code carillon-end}, of which
 * there are few, so it must not block for long.
 *
 * <p><b>Errors.</b> What {@code opened} or {@code received} throws is logged and closes this connection with 1011.
 */
public interface ConnectionHandler {

    /**
     * Says who is behind a connection, before it is registered. By default whom the {@link HandshakeAuthenticator} has found, and
     * nobody if there is none. The session has the path parameters, the query, and the principal if there is one.
     *
     * @param session the new session; nothing may be sent yet
     * @return the user's name, 1 to 256 bytes of UTF-8; empty for an anonymous connection
     * @throws HandshakeRefusedException to refuse the client: it is closed with the exception's reason. A name that is no
     *     name closes with 1008 too, and anything else that is thrown with 1011.
     */
    default Optional<String> user(Session session) {
        return Authentication.of(session).flatMap(Authentication::user);
    }

    /**
     * Says what the cluster may know of a connection beside its user: whoever asks for the members of a group sees it. By
     * default what the {@link HandshakeAuthenticator} has found, and the path parameters if there is none. Never a token: leave one
     * out here, if it stands in the path.
     *
     * @param session the new session; nothing may be sent yet
     * @return keys and values, at most 1,024 bytes of UTF-8 together; more closes with 1008
     */
    default Map<String, String> attributes(Session session) {
        return Authentication.of(session).map(Authentication::attributes).orElseGet(session::getPathParameters);
    }

    /**
     * The connection is there, and {@link ConnectionRegistry#register register} has been called, so {@code join} may be:
     * the registry does one after the other. If the registry cannot take the connection in, it is closed with 1013.
     *
     * @param connection the new connection
     */
    default void opened(JakartaConnection connection) {}

    /**
     * A message has come, whole, however many fragments it was sent in.
     *
     * @param connection the connection that it came on
     * @param message text or binary, at most {@link TransportOptions.Builder#maxMessageBytes(int) maxMessageBytes} long
     */
    default void received(JakartaConnection connection, Message message) {}

    /**
     * The connection has ended and takes no more messages. It is unregistered right after this, so its groups can still be
     * asked for here, and it is still among the members that others see.
     *
     * @param connection the connection
     * @param code why, by RFC 6455: what the client sent or was told; 1006 when it left without a word
     */
    default void closed(JakartaConnection connection, int code) {}
}
