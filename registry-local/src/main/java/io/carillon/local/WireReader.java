package io.carillon.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads what {@link WireWriter} wrote, or what somebody else made of it: every length is checked before it is used. */
final class WireReader {
    private static final int MAX_VARINT_BITS = 28;
    private static final char REPLACEMENT = '\uFFFD';

    private WireReader() {}

    static byte byteOf(ByteBuffer in) throws MalformedEnvelopeException {
        if (!in.hasRemaining()) {
            throw new MalformedEnvelopeException("it ends too early");
        }
        return in.get();
    }

    static long longOf(ByteBuffer in) throws MalformedEnvelopeException {
        if (in.remaining() < Long.BYTES) {
            throw new MalformedEnvelopeException("it ends too early");
        }
        return in.getLong();
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

    /** A text with its length in front. */
    static String text(ByteBuffer in) throws MalformedEnvelopeException {
        return rest(slice(in));
    }

    /** All that is left, as text: decodes the fast way, and again the strict way if the result may hold a replacement for something malformed. */
    static String rest(ByteBuffer bytes) throws MalformedEnvelopeException {
        String text = new String(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                return UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException e) {
                throw new MalformedEnvelopeException("text that is no UTF-8");
            }
        }
        return text;
    }
}
