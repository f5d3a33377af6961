package io.carillon.jakarta;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.security.Principal;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the origin of each handshake, and can make the endpoints, one per connection. An endpoint that is deployed without
 * it refuses everybody, and so does one whose options name a {@link HandshakeAuthenticator} without a gate in front.
 *
 * <p>An {@code @ServerEndpoint} names it, or a subclass with a constructor without arguments that passes its options up. Of
 * those who extend {@link RegistryEndpoint}, most need only {@link RegistryEndpoint#config(String, TransportOptions, Supplier)}. Those that want
 * subprotocols, encoders or extensions give it to {@link ServerEndpointConfig.Builder#configurator
 * ServerEndpointConfig.Builder} themselves.
 *
 * <p><b>Threads.</b> Any thread may call, as containers do.
 */
public class RegistryConfigurator extends ServerEndpointConfig.Configurator {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryConfigurator.class);

    private final OriginPolicy originPolicy;
    private final @Nullable HandshakeAuthenticator authenticator;
    private final HandshakeGate gate;
    /** For all connections whose user nobody asks for: Undertow keeps it as long as the connection. */
    private final Handshake admitted;

    private final Handshake refused;
    private final @Nullable Supplier<? extends RegistryEndpoint> endpoints;

    /** For an {@code @ServerEndpoint}, with the default {@link TransportOptions}. */
    public RegistryConfigurator() {
        this(TransportOptions.ofDefaults());
    }

    /**
     * For the {@code @ServerEndpoint} that names the subclass. The container makes the endpoints, unless
     * {@link #getEndpointInstance(Class)} is overridden.
     *
     * @param options the limits of its connections
     */
    protected RegistryConfigurator(TransportOptions options) {
        this(options, null, Transport.of(options));
    }

    /**
     * For one programmatic endpoint.
     *
     * @param options the limits of its connections
     * @param endpoints makes a new endpoint each time; called once per connection
     */
    public RegistryConfigurator(TransportOptions options, Supplier<? extends RegistryEndpoint> endpoints) {
        this(options, endpoints, Transport.of(options));
    }

    private RegistryConfigurator(
            TransportOptions options, @Nullable Supplier<? extends RegistryEndpoint> endpoints, Transport transport) {
        this.originPolicy = options.originPolicy();
        this.authenticator = options.authenticator();
        this.gate = new HandshakeGate(options);
        this.endpoints = endpoints;
        this.admitted = new Handshake(true, transport, null);
        this.refused = new Handshake(false, transport, null);
    }

    @Override
    public final boolean checkOrigin(@Nullable String originHeaderValue) {
        // Where the gate is in here, it refuses: Tyrus's own refusal has no end, and its client waits for one.
        // Where Tyrus's part is on the class path of another container, all pass here too. Without a gate in front, the
        // second look then refuses after the upgrade, and no listener is told of the refusal.
        boolean passes = !Transport.Threads.REFUSERS.isEmpty() || originPolicy.mayPass(originHeaderValue);
        if (!passes) {
            refused.transport().options().tell(listener -> listener.refused(403));
        }
        return passes;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        if (!verdict(request, response).leaveIn(config.getUserProperties())) {
            LOG.error("this container shares user properties between connections, so all are refused");
        }
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
        if (endpoints == null) {
            return super.getEndpointInstance(endpointClass);
        }
        RegistryEndpoint endpoint = endpoints.get();
        if (!endpointClass.isInstance(endpoint)) {
            throw new InstantiationException(
                    endpoint.getClass().getName() + " is not the configured " + endpointClass.getName());
        }
        return endpointClass.cast(endpoint);
    }

    /**
     * Takes the first subprotocol that the endpoint has; or {@value HandshakeHead#PROTOCOL}, where there is an authenticator, because a
     * browser that offers some ends the connection if none is taken. Not by the container's own choice: Jetty logs what was offered,
     * and a token may be among that.
     */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.stream()
                .filter(supported::contains)
                .findFirst()
                .orElseGet(() -> authenticator != null && requested.contains(HandshakeHead.PROTOCOL)
                        ? HandshakeHead.PROTOCOL
                        : "");
    }

    /** The second look, after a gate's; the first, where the gate is in here. */
    private Handshake verdict(HandshakeRequest request, HandshakeResponse response) {
        HandshakeHead head = new HandshakeHead(request.getHeaders(), request.getQueryString());
        Principal principal = request.getUserPrincipal();
        for (HandshakeRefuser refuser : Transport.Threads.REFUSERS) {
            if (refuser.works(response)) {
                try {
                    principal = gate.admitWaiting(head).orElse(principal);
                } catch (HandshakeRefusedException e) {
                    refuser.refuse(response, e);
                    return refused;
                }
            }
        }
        if (!originPolicy.admits(head.header("Origin"), head.header("Host"))) {
            return refused;
        }
        if (authenticator == null) {
            return admitted;
        }
        if (principal instanceof Admission admission
                && admission.authenticator().equals(authenticator)) {
            return new Handshake(true, refused.transport(), admission.authentication());
        }
        LOG.error("refused a connection: no gate with this endpoint's authenticator is in front of it");
        return refused;
    }
}
