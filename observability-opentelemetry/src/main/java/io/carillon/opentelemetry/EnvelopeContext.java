package io.carillon.opentelemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a trace's context stands in an envelope: in an extension, which readers skip who do not know it (ADR 3). Of the wire form of version
 * 1 only this much is known here: version, kind, stream and number, and a header of fields, each of them a tag, a length and a value.
 *
 * <p>What comes from the broker is untrusted: every length is checked, and what is not as it should be counts as not there.
 */
final class EnvelopeContext {
    /** The extension's tag. */
    static final int TAG = 130;
    /** A {@code traceparent} has 55, and the state of one or two vendors fits behind it. */
    static final int MAX_BYTES = 512;

    private static final byte VERSION = 1;
    /** Text, binary, close. What is above is no message: probes and beacons. */
    private static final byte LAST_KIND = 3;

    private static final int HEADER_AT = 2 + 2 * Long.BYTES;
    private static final int MOST_VARINT_BYTES = 4;

    private EnvelopeContext() {}

    /** Whether it is a message, as far as its first bytes say. */
    static boolean isMessage(byte[] payload) {
        return payload.length > HEADER_AT && payload[0] == VERSION && payload[1] >= 1 && payload[1] <= LAST_KIND;
    }

    /** A copy with the context in it; the same envelope if it is none, or the context is too long. */
    static byte[] with(byte[] envelope, String context) {
        byte[] value = context.getBytes(ISO_8859_1);
        ByteBuffer in = ByteBuffer.wrap(envelope);
        if (!isMessage(envelope) || value.length > MAX_BYTES) {
            return envelope;
        }
        in.position(HEADER_AT);
        int length = varint(in);
        if (length < 0 || length > in.remaining()) {
            return envelope;
        }
        ByteBuffer out = ByteBuffer.allocate(envelope.length + value.length + 1 + 2 * MOST_VARINT_BYTES);
        out.put(envelope, 0, HEADER_AT);
        varint(out, length + 1 + sizeOf(value.length) + value.length);
        out.put(envelope, in.position(), length);
        out.put((byte) TAG);
        varint(out, value.length);
        out.put(value);
        out.put(envelope, in.position() + length, in.remaining() - length);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The context in an envelope, if there is one that is not too long. It may be anything. */
    static Optional<String> of(byte[] envelope) {
        if (!isMessage(envelope)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(envelope).position(HEADER_AT);
        int length = varint(in);
        if (length < 0 || length > in.remaining()) {
            return Optional.empty();
        }
        in.limit(in.position() + length);
        while (in.hasRemaining()) {
            int tag = Byte.toUnsignedInt(in.get());
            int size = varint(in);
            if (size < 0 || size > in.remaining()) {
                return Optional.empty();
            }
            if (tag == TAG) {
                return size > MAX_BYTES
                        ? Optional.empty()
                        : Optional.of(new String(envelope, in.position(), size, ISO_8859_1));
            }
            in.position(in.position() + size);
        }
        return Optional.empty();
    }

    /** As Protocol Buffers write it: 7 bits a byte, low first. Returns -1 if it is none of at most 28 bits. */
    private static int varint(ByteBuffer in) {
        int value = 0;
        for (int i = 0; i < MOST_VARINT_BYTES && in.hasRemaining(); i++) {
            byte next = in.get();
            value |= (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    private static void varint(ByteBuffer out, int value) {
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.put((byte) (rest | 0x80));
        }
        out.put((byte) rest);
    }

    private static int sizeOf(int value) {
        return value > 0x7F ? 2 : 1; // at most MAX_BYTES
    }
}
