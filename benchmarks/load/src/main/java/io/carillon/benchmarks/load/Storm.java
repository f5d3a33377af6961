package io.carillon.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Connections to one server that are all cut at once and all come back at once, on one thread. Whoever is refused with 503 comes again
 * after the time that the server names, and up to a second more.
 */
final class Storm {
    private static final int GROUP_SIZE = 100;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final Pattern RETRY_AFTER = Pattern.compile("(?i)\r\nretry-after: *(\\d+)\r\n");

    private final int port;
    private final int count;
    private final Selector selector = Selector.open();
    private final Histogram handshakes = new Histogram(PATIENCE, 3);
    private final List<SocketChannel> open = new ArrayList<>();
    /** Who has been refused, by the time when to come again. */
    private final PriorityQueue<Attempt> later =
            new PriorityQueue<>((one, other) -> Long.compare(one.due - other.due, 0));

    private int refused;
    private long longest;

    Storm(int port, int count) throws IOException {
        this.port = port;
        this.count = count;
    }

    /** One client. */
    private static final class Attempt {
        final int number;
        final ByteBuffer head = ByteBuffer.allocate(1 << 12);
        long began;
        long due;

        Attempt(int number) {
            this.number = number;
        }
    }

    /** Ends all connections, with a reset each. */
    void cut() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
        selector.selectNow();
    }

    /** All come in at once. Any answer but 101 and 503, and a connection that fails, is an error. */
    void comeIn() throws IOException {
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            begin(new Attempt(i));
        }
        while (open.size() < count) {
            selector.select(this::ready, 10);
            long now = System.nanoTime();
            while (!later.isEmpty() && later.peek().due - now <= 0) {
                begin(later.remove());
            }
            if (now - began > PATIENCE) {
                throw new IOException("after a minute only " + open.size() + " of " + count + " are back");
            }
        }
        longest = Math.max(longest, System.nanoTime() - began);
    }

    /** What comes from now on counts. */
    void reset() {
        handshakes.reset();
        refused = 0;
        longest = 0;
    }

    Returns result() {
        return new Returns(
                handshakes.getTotalCount(),
                refused,
                handshakes.getValueAtPercentile(50),
                handshakes.getValueAtPercentile(99),
                longest);
    }

    private void begin(Attempt attempt) throws IOException {
        attempt.began = System.nanoTime();
        attempt.head.clear();
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.register(selector, SelectionKey.OP_CONNECT, attempt);
    }

    private void ready(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Attempt attempt = (Attempt) key.attachment();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                channel.write(
                        ByteBuffer.wrap(ClientConnection.request(port, "/load/group-" + attempt.number / GROUP_SIZE)));
            } else if (key.isReadable()) {
                read(channel, key, attempt);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SocketChannel channel, SelectionKey key, Attempt attempt) throws IOException {
        boolean ended = channel.read(attempt.head) < 0;
        String answer = new String(attempt.head.array(), 0, attempt.head.position(), StandardCharsets.US_ASCII);
        if (answer.startsWith("HTTP/1.1 101 ") && answer.contains("\r\n\r\n")) {
            handshakes.recordValue(Math.min(PATIENCE, System.nanoTime() - attempt.began));
            open.add(channel);
            key.cancel();
        } else if (answer.startsWith("HTTP/1.1 503 ") && answer.contains("\r\n\r\n")) {
            refused++;
            Matcher seconds = RETRY_AFTER.matcher(answer);
            long wait = TimeUnit.SECONDS.toNanos(seconds.find() ? Long.parseLong(seconds.group(1)) : 1);
            attempt.due = System.nanoTime() + wait + ThreadLocalRandom.current().nextLong(TimeUnit.SECONDS.toNanos(1));
            later.add(attempt);
            channel.close();
        } else if (ended || answer.contains("\r\n\r\n")) {
            throw new IOException(
                    "neither 101 nor 503: " + answer.lines().findFirst().orElse("the server hung up"));
        }
    }
}
