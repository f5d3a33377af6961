package io.carillon.jakarta.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.TransportOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests are a handshake. What becomes of one is tested under {@code transport-tests}. */
class GateHandlerTest {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void start(String path) throws Exception {
        connector.setHost("localhost");
        server.addConnector(connector);
        server.setHandler(new GateHandler(TransportOptions.ofDefaults(), path, new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        }));
        server.start();
    }

    private int statusOf(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + connector.getLocalPort() + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Origin", "http://evil.example")
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void everyRequestOnItsPathIsAHandshakeAndNoOther() throws Exception {
        start("/app/ws/*");

        assertThat(statusOf("/app/ws/chat")).isEqualTo(403);
        assertThat(statusOf("/app/ws/chat;x=y")).isEqualTo(403);
        assertThat(statusOf("/app/./x/../ws/chat")).isEqualTo(403);
        assertThat(statusOf("/app/other")).isEqualTo(204);
    }

    @Test
    void aPathMayBeATemplate() throws Exception {
        start("/rooms/{room}/ws");

        assertThat(statusOf("/rooms/blue/ws")).isEqualTo(403);
        assertThat(statusOf("/rooms/blue/other")).isEqualTo(204);
    }
}
