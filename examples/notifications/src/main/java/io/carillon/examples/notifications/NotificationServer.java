package io.carillon.examples.notifications;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.BindException;
import java.util.Locale;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;

/** HTTP and WebSockets on one port. */
final class NotificationServer implements AutoCloseable {
    private final TyrusContainer webSockets = new TyrusContainer();
    private final HttpServer http = new HttpServer();
    private final NetworkListener listener;

    private NotificationServer(String host, int port) {
        listener = new NetworkListener("notifications", host, port);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        // The idle timeout of HTTP would hold for WebSockets too, which may be silent for as long as they like.
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        listener.registerAddOn(new WebSocketAddOn(webSockets, TyrusContainer.CONTEXT_PATH));
        http.addListener(listener);
    }

    /**
     * Starts to listen.
     *
     * @throws StartupException if the port cannot be had
     */
    static NotificationServer start(String host, int port, HttpHandler handler, ServerEndpointConfig endpoint)
            throws StartupException {
        NotificationServer server = new NotificationServer(host, port);
        server.http.getServerConfiguration().addHttpHandler(handler, "/");
        try {
            server.webSockets.register(endpoint);
            server.http.start();
            return server;
        } catch (DeploymentException e) {
            throw new IllegalStateException("the endpoint does not fit into the container", e);
        } catch (IOException | RuntimeException e) { // an address that cannot be resolved is a RuntimeException
            server.close();
            throw cannotListen(host, port, e);
        }
    }

    private static StartupException cannotListen(String host, int port, Exception e) {
        String reason = String.valueOf(e.getMessage());
        boolean inUse =
                e instanceof BindException && reason.toLowerCase(Locale.ROOT).contains("in use");
        return inUse
                ? new StartupException(
                        "port " + port + " is in use: stop what listens there, or set WS_PORT to another one", e)
                : new StartupException("cannot listen on " + host + ":" + port + ": " + reason, e);
    }

    int port() {
        return listener.getPort();
    }

    @Override
    public void close() {
        http.shutdownNow();
        webSockets.stop();
    }
}
