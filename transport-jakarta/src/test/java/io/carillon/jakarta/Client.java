package io.carillon.jakarta;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's WebSocket client, which shares no code with any container. */
final class Client implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<String> texts = new CopyOnWriteArrayList<>();
    /** How many pings the JDK has answered. */
    final AtomicInteger pings = new AtomicInteger();

    final List<byte[]> binaries = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final boolean reads;
    private volatile int closeCode;
    private volatile boolean ended;
    private WebSocket socket;

    private Client(boolean reads) {
        this.reads = reads;
    }

    /** A client that offers subprotocols. */
    static Client connectWithProtocols(URI uri, String first, String... others) {
        Client client = new Client(true);
        client.socket = HTTP.newWebSocketBuilder()
                .subprotocols(first, others)
                .buildAsync(uri, client)
                .join();
        return client;
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    static Client connect(URI uri, String... headers) {
        return new Client(true).open(uri, headers);
    }

    /** A client that never reads a word until {@link #read()}. */
    static Client connectWithoutReading(URI uri) {
        return new Client(false).open(uri);
    }

    private Client open(URI uri, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.connectTimeout(Duration.ofSeconds(20))
                .buildAsync(uri, this)
                .join();
        return this;
    }

    void send(String message) {
        sendPart(message, true);
    }

    void sendPart(String part, boolean last) {
        sent(socket.sendText(part, last));
    }

    void send(byte[] message) {
        sendPart(message, true);
    }

    void sendPart(byte[] part, boolean last) {
        sent(socket.sendBinary(ByteBuffer.wrap(part), last));
    }

    /** A server may close before all has left; then there is an end to look at, and nothing else may make a send fail. */
    private void sent(CompletableFuture<WebSocket> sending) {
        try {
            sending.join();
        } catch (CompletionException e) {
            await().until(() -> ended || closeCode != 0);
        }
    }

    void close(int code) {
        socket.sendClose(code, "").join();
    }

    /** Ends the TCP connection, without a close frame. */
    void abort() {
        socket.abort();
    }

    void read() {
        socket.request(Long.MAX_VALUE);
    }

    /** 0 while it is open. */
    int closeCode() {
        return closeCode;
    }

    int awaitCloseCode() {
        await().until(() -> closeCode != 0);
        return closeCode;
    }

    void awaitEnd() {
        await().until(() -> ended);
    }

    String awaitText() {
        await().until(() -> !texts.isEmpty());
        return texts.get(0);
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (reads) {
            webSocket.request(Long.MAX_VALUE);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            texts.add(text.toString());
            text.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            binaries.add(binary.toByteArray());
            binary.reset();
        }
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.incrementAndGet();
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        ended = true;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended = true;
    }
}
