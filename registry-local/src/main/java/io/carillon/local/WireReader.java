package io.carillon.local;

import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.nio.ByteBuffer;

/** Reads what {@link WireWriter} wrote, or what somebody else made of it: every length is checked before it is used. */
final class WireReader {
    private static final int MAX_VARINT_BITS = 28;

    private WireReader() {}

    static byte byteOf(ByteBuffer in) throws MalformedEnvelopeException {
        if (!in.hasRemaining()) {
            throw new MalformedEnvelopeException("it ends too early");
        }
        return in.get();
    }

    static int varint(ByteBuffer in) throws MalformedEnvelopeException {
        int value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            byte next = byteOf(in);
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedEnvelopeException("a length of more than " + MAX_VARINT_BITS + " bits");
    }

    /** The next part, which says its own length; the buffer goes on behind it. */
    static ByteBuffer slice(ByteBuffer in) throws MalformedEnvelopeException {
        int length = varint(in);
        if (length > in.remaining()) {
            throw new MalformedEnvelopeException(
                    "a length of " + length + " where " + in.remaining() + " bytes are left");
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }
}
