package io.carillon.jakarta;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the origin of each handshake, and can make the endpoints, one per connection. An endpoint that is deployed without
 * it refuses everybody.
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
    /** Two for all connections: Undertow keeps them as long as the connection. */
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
        this.endpoints = endpoints;
        this.admitted = new Handshake(true, transport);
        this.refused = new Handshake(false, transport);
    }

    @Override
    public final boolean checkOrigin(@Nullable String originHeaderValue) {
        return originPolicy.mayPass(originHeaderValue);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Map<String, List<String>> headers = request.getHeaders();
        boolean admits = originPolicy.admits(values(headers, "Origin"), values(headers, "Host"));
        if (!(admits ? admitted : refused).leaveIn(config.getUserProperties())) {
            LOG.error("this container shares user properties between connections, which WebSocket 2.1 forbids;"
                    + " all connections are refused");
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

    private static List<String> values(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? List.of() : values;
    }
}
