package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that owes nothing to Tyrus: the one of the JDK. It remembers every frame in order. */
final class Client implements WebSocket.Listener, AutoCloseable {
    static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    private Client(URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        socket = builder.buildAsync(uri, this).join();
    }

    /** Opens a connection to a path and query that are percent-encoded already, as nobody. */
    static Client open(int port, String target) {
        return new Client(URI.create("ws://127.0.0.1:" + port + target), Map.of());
    }

    /** As somebody who has just asked for a token. */
    static Client openAs(int port, String target, String user) {
        return openWith(port, target, Entry.token(port, user));
    }

    static Client openWith(int port, String target, String token) {
        return new Client(URI.create("ws://127.0.0.1:" + port + target), Map.of("Authorization", "Bearer " + token));
    }

    /** Comes into a room, and has heard the welcome when this returns. */
    static Client join(int port, String room, String user) {
        return join(port, room, user, Entry.token(port, user));
    }

    /** With a token that may have come from another instance. */
    static Client join(int port, String room, String user, String token) {
        Client client = openWith(port, "/ws/chat/" + encode(room), token);
        client.hears("Welcome " + user + " to " + room + "!");
        return client;
    }

    /** A connection that is open and never read. */
    static WebSocket openDeaf(int port, String target, String token) {
        return HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + target), new WebSocket.Listener() {
                    @Override
                    public void onOpen(WebSocket opened) {
                        // Asks for nothing.
                    }
                })
                .join();
    }

    static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    void sayBytes(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next frames are these, and none is missing or comes between. */
    void hears(String... expected) {
        for (String text : expected) {
            assertThat(take(texts)).isEqualTo(text);
        }
    }

    /** This comes, whatever comes before it. */
    void hearsAtLast(String expected) {
        String text = take(texts);
        while (!text.equals(expected)) {
            text = take(texts);
        }
    }

    /** Returns when the server has read all that was said before. */
    void awaitHeard() {
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
        take(pongs);
    }

    /** Code and phrase, when the server closes. */
    CompletableFuture<String> closed() {
        return closed;
    }

    /** Whether the server has closed. */
    boolean isClosed() {
        return closed.isDone();
    }

    /** The code and the phrase with which the server closes. */
    String awaitClosed() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static String take(BlockingQueue<String> queue) {
        try {
            String item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(item).as("something within %d s", PATIENCE_SECONDS).isNotNull();
            return item;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            texts.add(parts.toString());
            parts.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.add("pong");
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete((statusCode + " " + reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    /** Says good-bye, unless the server has. */
    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(gone -> socket)
                .join();
    }
}
