package io.carillon.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One WebSocket connection, as cheap as it gets: it reads whole text frames, answers pings, and fails on all else. */
final class ClientConnection {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int LONG = 126;
    private static final int SHORT_HEADER = 2;
    private static final int LONG_HEADER = 4;
    private static final byte[] MASK = new byte[4];
    private static final byte[] NOTHING = {};

    private final SocketChannel channel;
    /** The beginning of a frame whose end has not come. */
    private byte[] rest = NOTHING;

    /** The number of the message that this member is to get next. */
    private int next;

    /** Takes the frames. */
    interface Frames {
        /** The text of one frame, from the buffer's given index. */
        void text(ClientConnection from, ByteBuffer buffer, int index) throws IOException;
    }

    private ClientConnection(SocketChannel channel, int next) {
        this.channel = channel;
        this.next = next;
    }

    /** A handshake. */
    static byte[] request(int port, String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Opens one.
     *
     * @param next the number of the message that it is to get first
     */
    static ClientConnection open(int port, String path, int next) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Ended with a reset: thousands of them must not wait for their ports.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.write(ByteBuffer.wrap(request(port, path)));
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
        channel.configureBlocking(false);
        return new ClientConnection(channel, next);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Counts a message in, which must be the next one: so none was lost, doubled or overtaken. */
    void received(int number) throws IOException {
        if (number != next) {
            throw new IOException("message " + number + " came where " + next + " was due");
        }
        next++;
    }

    /** Reads what has come. The buffer is shared, and bigger than what comes at a time. */
    void read(ByteBuffer buffer, Frames frames) throws IOException {
        buffer.clear().put(rest);
        if (channel.read(buffer) < 0) {
            throw new EOFException("the server ended a connection");
        }
        buffer.flip();
        while (buffer.remaining() >= SHORT_HEADER) {
            int start = buffer.position();
            int length = buffer.get(start + 1) & 0xFF;
            int header = SHORT_HEADER;
            if (length == LONG) {
                if (buffer.remaining() < LONG_HEADER) {
                    break;
                }
                length = buffer.getShort(start + SHORT_HEADER) & 0xFFFF;
                header = LONG_HEADER;
            }
            if (buffer.remaining() < header + length) {
                break;
            }
            int opcode = buffer.get(start) & 0xFF;
            if (opcode == TEXT) {
                frames.text(this, buffer, start + header);
            } else if (opcode == PING) {
                byte[] payload = new byte[length];
                buffer.get(start + header, payload);
                write(PONG, payload);
            } else {
                byte[] payload = new byte[length];
                buffer.get(start + header, payload);
                throw new IOException("an unexpected frame, opcode " + Integer.toHexString(opcode) + ": "
                        + new String(payload, StandardCharsets.UTF_8));
            }
            buffer.position(start + header + length);
        }
        rest = buffer.hasRemaining() ? new byte[buffer.remaining()] : NOTHING;
        buffer.get(rest);
    }

    void writeText(byte[] text) throws IOException {
        write(TEXT, text);
    }

    /** The mask is zero, which leaves the text as it is. */
    private void write(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(LONG_HEADER + MASK.length + payload.length);
        frame.put((byte) opcode);
        if (payload.length < LONG) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | LONG)).putShort((short) payload.length);
        }
        frame.put(MASK).put(payload).flip();
        channel.write(frame);
        if (frame.hasRemaining()) {
            throw new IOException("the server does not read");
        }
    }
}
