package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;

/** What opens the door, as a client gets it over HTTP. */
final class Entry {
    private Entry() {}

    static String token(int port, String user) {
        return field(Rooms.ask(port, "GET", "/token?user=" + Client.encode(user)), "token");
    }

    static String ticket(int port, String token) {
        return field(ask(port, "Bearer " + token), "ticket");
    }

    /** Asks for a ticket. */
    static HttpResponse<String> ask(int port, String authorization) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ticket"))
                .header("Authorization", authorization)
                .POST(BodyPublishers.noBody())
                .build();
        try {
            return Client.HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The HTTP status of a handshake. */
    static int handshake(int port, String target, String... headers) {
        WebSocket.Builder builder = Client.HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + target), new WebSocket.Listener() {})
                .handle((socket, failure) -> {
                    if (failure == null) {
                        socket.abort();
                        return 101;
                    }
                    return failure.getCause() instanceof WebSocketHandshakeException refused
                            ? refused.getResponse().statusCode()
                            : -1;
                })
                .join();
    }

    private static String field(HttpResponse<String> response, String name) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject json = new Gson().fromJson(response.body(), JsonObject.class);
        assertThat(json.keySet()).containsExactly(name);
        return json.get(name).getAsString();
    }
}
