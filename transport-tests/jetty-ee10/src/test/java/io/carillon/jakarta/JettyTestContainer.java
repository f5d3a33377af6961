package io.carillon.jakarta;

import io.carillon.jakarta.jetty.GateHandler;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with Jakarta EE 10. */
public final class JettyTestContainer implements TestContainer {
    private final Server server = new Server();
    private final Map<String, TransportOptions> gates = new LinkedHashMap<>();
    private final ServerConnector connector = new ServerConnector(server);

    @Override
    public void gate(TransportOptions options, String path) {
        gates.put(path, options);
    }

    @Override
    public boolean boundRequests(Duration time) {
        connector.setIdleTimeout(time.toMillis());
        return true;
    }

    @Override
    public void start(List<ServerEndpointConfig> endpoints, List<Class<?>> annotated) throws Exception {
        connector.setHost("localhost");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        Handler outermost = context;
        for (Map.Entry<String, TransportOptions> gate : gates.entrySet()) {
            outermost = new GateHandler(gate.getValue(), gate.getKey(), outermost);
        }
        server.setHandler(outermost);
        JakartaWebSocketServletContainerInitializer.configure(context, (servlets, sockets) -> {
            for (ServerEndpointConfig endpoint : endpoints) {
                sockets.addEndpoint(endpoint);
            }
            for (Class<?> endpoint : annotated) {
                sockets.addEndpoint(endpoint);
            }
        });
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
