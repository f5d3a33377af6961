package io.carillon.jakarta;

import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A WebSocket endpoint whose connections are in a {@link ConnectionRegistry}. An application extends it, says who is behind
 * a connection, and what to do with what comes in. One instance serves one connection, so a field belongs to a connection.
 *
 * <p><b>Guarantees.</b> Nothing of the application runs, and nothing is registered, for a connection whose origin was
 * refused. The order for one connection is: {@code user}, {@code register}, {@code opened}, {@code received} for each
 * message in the client's order, {@code closed}, {@code unregister}. {@code closed} follows every {@code opened} exactly
 * once, and {@code unregister} every {@code register}, however the connection ends, and also when the application throws.
 *
 * <p><b>Threads.</b> {@code user}, {@code opened} and {@code received} run on the container's threads, one at a time for
 * one connection; what blocks there holds up this connection's messages, and on some containers a thread that others need.
 * {@code closed} never runs beside them; it runs on the container's thread or on one named {@code carillon-end}, of
 * which there are few, so it must not block for long.
 *
 * <p><b>Errors.</b> What {@code opened} or {@code received} throws is logged and closes this connection with 1011.
 */
public abstract class RegistryEndpoint extends Endpoint {
    private static final ConnectionHandler DEFAULTS = new ConnectionHandler() {};

    private final ConnectionRegistry registry;
    private final ConnectionBinding binding;

    /**
     * An endpoint for one connection.
     *
     * @param registry where its connection is registered
     */
    protected RegistryEndpoint(ConnectionRegistry registry) {
        this(registry, UnaryOperator.identity());
    }

    /**
     * An endpoint for one connection, with something around it that sees what comes before it does: {@code limits::handler} of
     * {@code carillon-limits}.
     *
     * @param registry where its connection is registered
     * @param around is given what calls this endpoint's methods, and answers with what is called in its place
     */
    protected RegistryEndpoint(ConnectionRegistry registry, UnaryOperator<ConnectionHandler> around) {
        this.registry = registry;
        this.binding = new ConnectionBinding(registry, around.apply(new Handler()));
    }

    /**
     * An endpoint to deploy, with {@code ServerContainer.addEndpoint} or from a {@code ServerApplicationConfig}, with the
     * default {@link TransportOptions}.
     *
     * @param path a path or URI template, such as {@code /ws/chat/{room}}
     * @param endpoints makes a new endpoint each time; called once per connection
     * @return the configuration
     */
    public static ServerEndpointConfig config(String path, Supplier<? extends RegistryEndpoint> endpoints) {
        return config(path, TransportOptions.ofDefaults(), endpoints);
    }

    /**
     * An endpoint to deploy, with {@code ServerContainer.addEndpoint} or from a {@code ServerApplicationConfig}.
     *
     * @param path a path or URI template, such as {@code /ws/chat/{room}}
     * @param options the limits of its connections
     * @param endpoints makes a new endpoint each time; called once per connection
     * @return the configuration
     */
    public static ServerEndpointConfig config(
            String path, TransportOptions options, Supplier<? extends RegistryEndpoint> endpoints) {
        return ServerEndpointConfig.Builder.create(RegistryEndpoint.class, path)
                .configurator(new RegistryConfigurator(options, endpoints))
                .build();
    }

    /**
     * The registry that was given to the constructor.
     *
     * @return the registry
     */
    protected final ConnectionRegistry registry() {
        return registry;
    }

    /**
     * Says who is behind a connection, before it is registered. By default whom the {@link HandshakeAuthenticator} has found, and
     * nobody if there is none. The session has the path parameters, the query, and the principal if there is one.
     *
     * @param session the new session; nothing may be sent yet
     * @return the user's name, 1 to 256 bytes of UTF-8; empty for an anonymous connection
     * @throws HandshakeRefusedException to refuse the client: it is closed with the exception's reason. A name that is no
     *     name closes with 1008 too, and anything else that is thrown with 1011.
     */
    protected Optional<String> user(Session session) {
        return DEFAULTS.user(session);
    }

    /**
     * Says what the cluster may know of a connection beside its user: whoever asks for the members of a group sees it. By
     * default what the {@link HandshakeAuthenticator} has found, and the path parameters if there is none. Never a token: leave one
     * out here, if it stands in the path.
     *
     * @param session the new session; nothing may be sent yet
     * @return keys and values, at most 1,024 bytes of UTF-8 together; more closes with 1008
     */
    protected Map<String, String> attributes(Session session) {
        return DEFAULTS.attributes(session);
    }

    /**
     * The connection is there, and {@link ConnectionRegistry#register register} has been called, so {@code join} may be:
     * the registry does one after the other. If the registry cannot take the connection in, it is closed with 1013.
     *
     * @param connection the new connection
     */
    protected void opened(JakartaConnection connection) {}

    /**
     * A message has come, whole, however many fragments it was sent in.
     *
     * @param connection the connection that it came on
     * @param message text or binary, at most {@link TransportOptions.Builder#maxMessageBytes(int) maxMessageBytes} long
     */
    protected void received(JakartaConnection connection, Message message) {}

    /**
     * The connection has ended and takes no more messages. It is unregistered right after this, so its groups can still be
     * asked for here, and it is still among the members that others see.
     *
     * @param connection the connection
     * @param code why, by RFC 6455: what the client sent or was told; 1006 when it left without a word
     */
    protected void closed(JakartaConnection connection, int code) {}

    @Override
    public final void onOpen(Session session, EndpointConfig config) {
        binding.open(session, true);
    }

    @Override
    public final void onClose(Session session, jakarta.websocket.CloseReason reason) {
        binding.closed(reason);
    }

    @Override
    public final void onError(Session session, Throwable error) {
        binding.failed(error);
    }

    /** Keeps the methods that an application overrides protected. */
    private final class Handler implements ConnectionHandler {
        @Override
        public Optional<String> user(Session session) {
            return RegistryEndpoint.this.user(session);
        }

        @Override
        public Map<String, String> attributes(Session session) {
            return RegistryEndpoint.this.attributes(session);
        }

        @Override
        public void opened(JakartaConnection connection) {
            RegistryEndpoint.this.opened(connection);
        }

        @Override
        public void received(JakartaConnection connection, Message message) {
            RegistryEndpoint.this.received(connection, message);
        }

        @Override
        public void closed(JakartaConnection connection, int code) {
            RegistryEndpoint.this.closed(connection, code);
        }
    }
}
