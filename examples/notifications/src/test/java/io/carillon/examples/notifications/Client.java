package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A client that owes nothing to Tyrus: the one of the JDK. It remembers every frame in order. */
final class Client implements WebSocket.Listener, AutoCloseable {
    static final String SECRET = "a secret that all instances share";

    /** What a test publishes to know that it is heard; {@link #hears} passes it by. */
    static final String KNOCK = "{\"type\":\"knock\"}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    private Client(WebSocket.Builder builder, int port, String query) {
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws" + query), this)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** As the original has it: the token is in the query. */
    static Client of(int port, String user) {
        return new Client(HTTP.newWebSocketBuilder(), port, "?token=" + token(user));
    }

    static Client withHeader(int port, String user) {
        return new Client(HTTP.newWebSocketBuilder().header("Authorization", "Bearer " + token(user)), port, "");
    }

    static Client withSubprotocol(int port, String user) {
        return new Client(
                HTTP.newWebSocketBuilder().subprotocols("carillon", "carillon.bearer." + token(user)), port, "");
    }

    static Client withTicket(int port, String user) {
        HttpResponse<String> answer = send(request(port, "/ticket", "Authorization", "Bearer " + token(user))
                .POST(HttpRequest.BodyPublishers.noBody()));
        String ticket = JsonParser.parseString(answer.body())
                .getAsJsonObject()
                .get("ticket")
                .getAsString();
        return new Client(HTTP.newWebSocketBuilder(), port, "?ticket=" + ticket);
    }

    /** A connection that is open and never read. */
    static WebSocket deaf(int port, String user) {
        return HTTP.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + port + "/ws?token=" + token(user)), new WebSocket.Listener() {
                            @Override
                            public void onOpen(WebSocket opened) {
                                // Asks for nothing.
                            }
                        })
                .join();
    }

    /** The status with which a handshake is refused. */
    static int refusal(int port, String query) {
        return status(port, query, null);
    }

    /** The status with which the handshake of a page is answered; 101 if it is let in. */
    static int status(int port, String query, @Nullable String origin) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        try {
            new Client(builder, port, query).close();
            return 101;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    static Client withQuery(int port, String query) {
        return new Client(HTTP.newWebSocketBuilder(), port, query);
    }

    static String token(String user) {
        return token(SECRET, token -> token.subject(user).expiration(in(3600)));
    }

    static String token(String secret, UnaryOperator<JwtBuilder> claims) {
        return claims.apply(Jwts.builder())
                .signWith(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"), Jwts.SIG.HS256)
                .compact();
    }

    static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    static HttpResponse<String> get(int port, String path, String... headers) {
        return send(request(port, path, headers));
    }

    private static HttpRequest.Builder request(int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message. */
    JsonObject hears() {
        try {
            String text;
            do {
                text = texts.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(text).as("a message within %s", PATIENCE).isNotNull();
            } while (is(text, KNOCK));
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether it has been sent this, with a time; not yet read by {@link #hears}. */
    boolean heard(String json) {
        return texts.stream().anyMatch(text -> is(text, json));
    }

    private static boolean is(String text, String json) {
        return text.startsWith(json.substring(0, json.length() - 1));
    }

    CompletableFuture<Integer> closed() {
        return closed;
    }

    boolean isClosed() {
        return closed.isDone();
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
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
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(gone -> socket)
                .join();
    }
}
