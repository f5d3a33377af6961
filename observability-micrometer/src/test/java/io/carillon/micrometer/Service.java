package io.carillon.micrometer;

import static io.carillon.micrometer.World.done;

import io.carillon.Audience;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.jakarta.TransportOptions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.glassfish.tyrus.server.Server;

/** A whole service on Tyrus, as an application would put it together: whoever says something says it to everyone. */
public final class Service implements AutoCloseable {
    private static volatile ServerEndpointConfig deployed;

    final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final World world = new World(prometheus, builder -> builder, new RegistryListener() {});
    final TransportMetrics transport = new TransportMetrics();
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Server server;

    /** Tyrus makes it. */
    public static final class Deployment implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends jakarta.websocket.Endpoint>> found) {
            return Set.of(deployed);
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
            return Set.of();
        }
    }

    private static final class Chat extends RegistryEndpoint {
        Chat(ConnectionRegistry registry) {
            super(registry);
        }

        @Override
        protected void received(JakartaConnection me, Message message) {
            registry().send(Audience.everyone(), message);
        }
    }

    @SuppressWarnings("StaticAssignmentInConstructor") // Tyrus makes the deployment, and can be handed nothing
    Service() throws Exception {
        transport.bindTo(prometheus);
        world.metrics.limits(() -> Map.of("per_user", 0L));
        world.metrics.external(() -> Map.of("received", 0L));
        world.metrics.bindTo(prometheus);
        deployed = RegistryEndpoint.config(
                "/ws", TransportOptions.builder().listener(transport).build(), () -> new Chat(world.registry));
        server = new Server("localhost", -1, "/", Map.of(), Deployment.class);
        server.start();
    }

    WebSocket connect(String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return done(
                builder.buildAsync(URI.create("ws://localhost:" + server.getPort() + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        socket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }
                }));
    }

    @Override
    public void close() {
        server.stop();
        world.close();
    }
}
