package io.carillon.examples.notifications;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Thousands of connections, each of a user of its own, read by one thread: as cheap as it gets, so that it is the server that is measured. */
final class ManyClients implements AutoCloseable {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int LONG = 126;
    private static final int HANDSHAKES_AT_ONCE = 8;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final IntConsumer heard;
    private final Thread reader = new Thread(this::read, "many-clients");

    /**
     * None yet.
     *
     * @param heard is told the number of the user whose connection has got a message
     */
    ManyClients(IntConsumer heard) throws IOException {
        this.heard = heard;
    }

    static String user(int number) {
        return "user-" + number;
    }

    /** Connects users 0 to {@code count} - 1, and begins to read. */
    void connect(int port, int count) throws Exception {
        ExecutorService few = Executors.newFixedThreadPool(HANDSHAKES_AT_ONCE);
        try {
            List<Future<SocketChannel>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String user = user(i);
                all.add(few.submit(() -> open(port, user)));
            }
            for (int i = 0; i < count; i++) {
                SocketChannel channel = all.get(i).get();
                channels.add(channel);
                channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, i);
            }
        } finally {
            few.shutdown();
        }
        reader.start();
    }

    private static SocketChannel open(int port, String user) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        // Ended with a reset: thousands of them must not wait for their ports.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        String request = "GET /ws?token=" + Client.token(user) + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer head = ByteBuffer.allocate(1 << 12);
        String answer = "";
        while (!answer.contains("\r\n\r\n")) {
            if (channel.read(head) < 0) {
                throw new EOFException("the server hung up in the handshake: " + answer);
            }
            answer = new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII);
        }
        if (!answer.startsWith("HTTP/1.1 101 ") || !answer.endsWith("\r\n\r\n")) {
            throw new IOException("not the answer to a handshake: " + answer);
        }
        return channel;
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(this::read);
            }
        } catch (ClosedSelectorException e) {
            // The end.
        } catch (RuntimeException | IOException | AssertionError e) {
            failure.set(e);
        }
    }

    /** A frame of the server is small, and comes whole. */
    private void read(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (channel.read(buffer.clear()) < 0) {
                throw new EOFException("the server ended the connection of " + user((int) key.attachment()));
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                int opcode = buffer.get() & 0xFF;
                int length = buffer.get() & 0xFF;
                byte[] payload = new byte[length == LONG ? buffer.getShort() & 0xFFFF : length];
                buffer.get(payload);
                if (opcode == TEXT) {
                    heard.accept((int) key.attachment());
                } else if (opcode == PING) {
                    channel.write(ByteBuffer.allocate(payload.length + 6)
                            .put((byte) PONG)
                            .put((byte) (MASKED | payload.length))
                            .putInt(0) // a mask that leaves all as it is
                            .put(payload)
                            .flip());
                } else {
                    throw new IOException("an unexpected frame, opcode " + Integer.toHexString(opcode));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Throws what has gone wrong, if anything has. */
    void check() {
        Throwable wrong = failure.get();
        if (wrong != null) {
            throw new AssertionError("a client failed", wrong);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
