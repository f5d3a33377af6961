package io.carillon.jakarta;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes on a socket, for what no decent client sends. */
final class RawClient implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PONG = 10;
    /** A flag beside the opcode: RSV1. */
    static final int DEFLATED = 0x40;

    private final Socket socket;
    private final DataInputStream in;
    private String head = "";

    RawClient(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends a handshake with these header lines, and answers with the HTTP status. */
    int handshake(String path, String... headerLines) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + String.join("\r\n", headerLines) + "\r\n\r\n";
        write(request.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no answer to the handshake: " + head);
            }
            head.append((char) next);
        }
        this.head = head.toString();
        return Integer.parseInt(head.substring(9, 12));
    }

    /** As {@link #handshake}, of a server that may hang up on such a client: then 0. */
    int handshakeOrReset(String path, String... headerLines) {
        try {
            return handshake(path, headerLines);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Sends a text, to a server that may have hung up. */
    void tryFrame(byte[] payload) {
        try {
            frame(true, TEXT, payload);
        } catch (IOException e) {
            // It has.
        }
    }

    /** A header of the answer to the handshake; empty if it has none. */
    String header(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    void frame(boolean last, int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(
                    ByteBuffer.allocate(Long.BYTES).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[] {0, 0, 0, 0});
        frame.writeBytes(payload);
        write(frame.toByteArray());
    }

    /** Bytes as they are. */
    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Bytes as they are, if the server still takes them. */
    void tryToWrite(byte[] bytes) {
        try {
            write(bytes);
        } catch (IOException e) {
            // It was told enough.
        }
    }

    /** Whether the server's socket still takes what is written: a pong that nobody asked for. */
    boolean canWrite() {
        try {
            frame(true, PONG, new byte[0]);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads one byte. */
    int read() throws IOException {
        return in.read();
    }

    /** Reads until a close frame, and answers with its code; -1 if the server ended without one. */
    int readCloseCode() throws IOException {
        try {
            while (true) {
                int opcode = in.read();
                if (opcode < 0) {
                    return -1;
                }
                byte[] payload = in.readNBytes(length());
                if ((opcode & 0xF) == CLOSE) {
                    return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
                }
            }
        } catch (SocketException e) {
            return -1;
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        if (length == 126) {
            return in.readUnsignedShort();
        }
        return length < 126 ? length : Math.toIntExact(in.readLong());
    }

    /** Ends the connection with a reset, as a machine that has lost power would in the end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
