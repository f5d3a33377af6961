package io.carillon.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Connections to one server. The first of them publishes to all, itself among them, and keeps a number of messages in
 * flight: the next one leaves when every member has an earlier one. A text is its time of leaving, its number, and padding.
 */
final class ClientRoom implements ClientConnection.Frames {
    private static final int TEXT_BYTES = 128;
    private static final int TIME_DIGITS = 16;
    private static final int NUMBER_DIGITS = 8;
    static final int MAX_IN_FLIGHT = 64;
    private static final int STALL_MILLIS = 20_000;
    private static final int BUFFER_BYTES = 1 << 17;

    private final int port;
    private final int groupSize;
    private final List<ClientConnection> members = new ArrayList<>();
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);

    /** By number modulo the length: how many members have not got that message. */
    private final int[] missing = new int[MAX_IN_FLIGHT];

    private int published;
    private int inFlight;
    private long frames;
    private long readAt;
    private long publishUntil;

    ClientRoom(int port, int groupSize) throws IOException {
        this.port = port;
        this.groupSize = groupSize;
        this.selector = Selector.open();
    }

    void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ClientConnection member =
                    ClientConnection.open(port, "/load/group-" + members.size() / groupSize, published);
            members.add(member);
            member.channel().register(selector, SelectionKey.OP_READ, member);
        }
    }

    Run run(int maxInFlight, int millis) throws IOException {
        latency.reset();
        frames = 0;
        long start = System.nanoTime();
        publishUntil = start + TimeUnit.MILLISECONDS.toNanos(millis);
        while (inFlight < maxInFlight) {
            publish();
        }
        while (inFlight > 0) {
            if (selector.select(this::read, STALL_MILLIS) == 0) {
                throw new IOException("nothing came for a long time, and messages are still in flight: " + inFlight);
            }
        }
        return new Run(
                frames, System.nanoTime() - start, latency.getValueAtPercentile(50), latency.getValueAtPercentile(99));
    }

    private void publish() throws IOException {
        inFlight++;
        missing[published % MAX_IN_FLIGHT] = members.size();
        byte[] text = new byte[TEXT_BYTES];
        Arrays.fill(text, (byte) 'x');
        byte[] stamp = String.format(Locale.ROOT, "%016x%08x", System.nanoTime(), published)
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(stamp, 0, text, 0, stamp.length);
        published++;
        members.get(0).writeText(text);
    }

    private void read(SelectionKey key) {
        try {
            readAt = System.nanoTime();
            ((ClientConnection) key.attachment()).read(buffer, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void text(ClientConnection from, ByteBuffer bytes, int index) throws IOException {
        int number = (int) hex(bytes, index + TIME_DIGITS, NUMBER_DIGITS);
        from.received(number);
        frames++;
        latency.recordValue(Math.max(0, readAt - hex(bytes, index, TIME_DIGITS)));
        if (--missing[number % MAX_IN_FLIGHT] == 0) {
            inFlight--;
            if (System.nanoTime() - publishUntil < 0) {
                publish();
            }
        }
    }

    private static long hex(ByteBuffer bytes, int index, int digits) {
        long value = 0;
        for (int i = index; i < index + digits; i++) {
            value = value << 4 | Character.digit(bytes.get(i), 16);
        }
        return value;
    }
}
