package io.carillon.examples.chat;

import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.jakarta.TransportOptions;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the chat, HTTP and WebSockets on one port, to the connections of one registry. The registry stays open when the
 * server closes.
 */
final class ChatServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Guests<ConnectionId> farewells = new Guests<>();
    private final Guests<String> sessions = new Guests<>();
    private final TyrusContainer webSockets = new TyrusContainer(new SessionCount(ChatEndpoint.PATH, sessions));
    private final HttpServer http = new HttpServer();
    private final ConnectionRegistry registry;
    private final List<NetworkListener> listeners;

    private ChatServer(ConnectionRegistry registry, List<String> hosts, int port) {
        this.registry = registry;
        this.listeners =
                hosts.stream().map(host -> listener(host, port, webSockets)).toList();
    }

    /**
     * Starts to listen.
     *
     * @param registry who is connected, and to which rooms
     * @param tokens who is let in
     * @param label what the instance is called in the log
     * @param hosts the local addresses to listen at
     * @param port the port; 0 takes any free one, and is for one host only
     * @throws StartupException if the port cannot be had
     */
    static ChatServer start(ConnectionRegistry registry, DemoTokens tokens, String label, List<String> hosts, int port)
            throws StartupException {
        ChatServer server = new ChatServer(registry, hosts, port);
        try {
            server.deploy(tokens, label);
            server.http.start();
            return server;
        } catch (IOException e) {
            server.stop();
            throw cannotListen(port, e);
        }
    }

    private void deploy(DemoTokens tokens, String label) {
        listeners.forEach(http::addListener);
        http.getServerConfiguration().addHttpHandler(new ChatHttpHandler(registry, tokens), "/");
        TransportOptions options = TransportOptions.builder()
                .authenticator(tokens.authenticator())
                .health(registry::health)
                .build();
        try {
            webSockets.register(ChatEndpoint.config(registry, options, label, farewells));
            webSockets.register(ServerEndpointConfig.Builder.create(SimpleEndpoint.class, "/ws/simple")
                    .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException("the endpoints do not fit into the container", e);
        }
    }

    private static NetworkListener listener(String host, int port, TyrusContainer webSockets) {
        NetworkListener listener = new NetworkListener(host, host, port);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        // The idle timeout of HTTP would hold for WebSockets too, which may be silent for as long as they like.
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        listener.registerAddOn(new WebSocketAddOn(webSockets, TyrusContainer.CONTEXT_PATH));
        return listener;
    }

    private static StartupException cannotListen(int port, IOException e) {
        String reason = String.valueOf(e.getMessage());
        boolean inUse =
                e instanceof BindException && reason.toLowerCase(Locale.ROOT).contains("in use");
        return inUse
                ? new StartupException(
                        "port " + port + " is in use: stop what listens there, or set PORT to another one", e)
                : new StartupException("cannot listen on port " + port + ": " + reason, e);
    }

    /** Where it listens. */
    int port() {
        return listeners.get(0).getPort();
    }

    /**
     * Takes in nobody any more, says good-bye to everybody in a room, one after the other, and tells the others; then stops to listen.
     * Blocks until that is done, but not for longer than 25 seconds.
     */
    @Override
    public void close() {
        Duration time = timeToLeave(registry.localCount());
        registry.drain(time)
                .toCompletableFuture()
                .orTimeout(time.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.warn("Some may be cut off without a good-bye", failure);
                    return null;
                })
                .join();
        farewells.awaitGone(PATIENCE);
        sessions.awaitGone(PATIENCE);
        stop();
    }

    /** A drain spreads the closing over four fifths of its time: a hundred a second, where there is time for it. */
    static Duration timeToLeave(int connections) {
        Duration gently = Duration.ofMillis(12).multipliedBy(connections);
        return gently.compareTo(PATIENCE) < 0 ? PATIENCE : gently.compareTo(LONGEST) > 0 ? LONGEST : gently;
    }

    private void stop() {
        http.shutdownNow();
        webSockets.stop();
    }
}
