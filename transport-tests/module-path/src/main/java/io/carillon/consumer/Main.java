package io.carillon.consumer;

import io.carillon.Audience;
import io.carillon.ConnectionRegistry;
import io.carillon.Message;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import jakarta.websocket.Session;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** A hub, an endpoint and a client in one process: what the client sends to its user comes back to it. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        try (InMemoryBackplane backplane = InMemoryBackplane.create();
                Hub hub = Hub.builder()
                        .backplane(backplane)
                        .start()
                        .toCompletableFuture()
                        .join()) {
            TyrusServerContainer server = (TyrusServerContainer) ServerContainerFactory.createServerContainer(Map.of());
            server.addEndpoint(RegistryEndpoint.config("/echo", () -> new Echo(hub)));
            server.start("/", 0);
            Client client = new Client();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + server.getPort() + "/echo"), client)
                    .get(60, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(60, TimeUnit.SECONDS);
            System.out.println("received: " + client.received.get(60, TimeUnit.SECONDS));
            System.out.println("modules: " + Main.class.getModule().getName() + " "
                    + Hub.class.getModule().getName() + " "
                    + RegistryEndpoint.class.getModule().getName());
            socket.abort();
            server.stop();
        }
        System.exit(0);
    }

    private static final class Echo extends RegistryEndpoint {
        Echo(ConnectionRegistry registry) {
            super(registry);
        }

        @Override
        protected Optional<String> user(Session session) {
            return Optional.of("ada");
        }

        @Override
        protected void received(JakartaConnection connection, Message message) {
            registry().send(Audience.user("ada"), message);
        }
    }

    private static final class Client implements WebSocket.Listener {
        private final CompletableFuture<String> received = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            received.complete(data.toString());
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }
}
