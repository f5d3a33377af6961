package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import io.carillon.spi.Subject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the recently active streams of one instance stand: it makes a loss at the end of a stream visible. On the wire, on
 * the everyone-subject: version, a kind that no envelope has, the origin, and for each stream the kind and name of its
 * subject, its id and its last number.
 *
 * @param origin who publishes these streams
 * @param entries the streams
 */
record Beacon(InstanceId origin, List<Beacon.Entry> entries) {
    private static final byte KIND = 64;
    /** Their numbers on the wire are their places here. */
    private static final List<Subject.Kind> KINDS =
            List.of(Subject.Kind.GROUP, Subject.Kind.USER, Subject.Kind.INSTANCE, Subject.Kind.EVERYONE);

    /**
     * One stream.
     *
     * @param subject where it is published
     * @param stream its id
     * @param last its last number
     */
    record Entry(Subject subject, long stream, long last) {}

    static boolean isBeacon(byte[] payload) {
        return payload.length > 1 && payload[0] == EnvelopeCodec.VERSION && payload[1] == KIND;
    }

    /** As many payloads as it takes to stay below the limit. */
    static List<byte[]> encode(InstanceId origin, List<Entry> entries, int maxBytes) {
        List<byte[]> payloads = new ArrayList<>();
        WireWriter out = begin(origin);
        for (Entry entry : entries) {
            WireWriter one = new WireWriter(64);
            one.put((byte) KINDS.indexOf(entry.subject().kind()));
            one.text(entry.subject().name());
            one.put(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(entry.stream())
                    .putLong(entry.last())
                    .array());
            if (out.size() + one.size() > maxBytes) {
                payloads.add(out.toArray());
                out = begin(origin);
            }
            out.put(one);
        }
        payloads.add(out.toArray());
        return payloads;
    }

    static Beacon decode(byte[] payload) throws MalformedEnvelopeException {
        ByteBuffer in = ByteBuffer.wrap(payload, 2, payload.length - 2);
        try {
            InstanceId origin = new InstanceId(WireReader.text(in));
            List<Entry> entries = new ArrayList<>();
            while (in.hasRemaining()) {
                byte kind = WireReader.byteOf(in);
                if (kind < 0 || kind >= KINDS.size()) {
                    throw new MalformedEnvelopeException("subject of kind " + kind);
                }
                Subject subject = new Subject(KINDS.get(kind), WireReader.text(in));
                entries.add(new Entry(subject, WireReader.longOf(in), WireReader.longOf(in)));
            }
            return new Beacon(origin, entries);
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException(String.valueOf(e.getMessage()));
        }
    }

    private static WireWriter begin(InstanceId origin) {
        WireWriter out = new WireWriter(256);
        out.put(EnvelopeCodec.VERSION);
        out.put(KIND);
        out.text(origin.value());
        return out;
    }
}
