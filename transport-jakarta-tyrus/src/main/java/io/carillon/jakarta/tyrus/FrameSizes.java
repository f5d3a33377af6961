package io.carillon.jakarta.tyrus;

import org.glassfish.grizzly.Buffer;

/**
 * Follows what one client sends from frame to frame, by their headers (RFC 6455, 5.2), and finds the one that says that it carries
 * too much.
 *
 * <p><b>Threads.</b> One at a time, in the order of what comes, as Grizzly reads a connection.
 */
final class FrameSizes {
    private static final int LENGTH = 0x7F;
    private static final int TWO_MORE = 126;
    private static final int EIGHT_MORE = 127;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private final int limit;

    /** How many bytes of a header have come. */
    private int header;
    /** How many bytes of the length are still to come. */
    private int lengthBytes;

    private boolean masked;
    private long length;
    /** How many bytes of the frame are still to come, behind its header. */
    private long left;

    private boolean exceeded;

    FrameSizes(int limit) {
        this.limit = limit;
    }

    /** Whether there was a frame that is too large. */
    boolean isExceeded() {
        return exceeded;
    }

    /** Looks at what comes next: how many bytes of it may be handed on. Once a frame is too large, nothing may. */
    int accepted(Buffer bytes) {
        int begin = bytes.position();
        int frame = begin;
        for (int at = begin; !exceeded && at < bytes.limit(); ) {
            if (left > 0) {
                int skipped = (int) Math.min(left, bytes.limit() - at);
                left -= skipped;
                at += skipped;
            } else {
                frame = header == 0 ? at : frame;
                exceeded = !acceptsHeader(bytes.get(at++) & 0xFF);
            }
        }
        return (exceeded ? frame : bytes.limit()) - begin;
    }

    private boolean acceptsHeader(int next) {
        switch (header++) {
            case 0 -> {
                return true;
            }
            case 1 -> {
                masked = (next & MASKED) != 0;
                length = next & LENGTH;
                lengthBytes = length == EIGHT_MORE ? Long.BYTES : length == TWO_MORE ? Short.BYTES : 0;
                length = lengthBytes > 0 ? 0 : length;
            }
            default -> {
                length = length << Byte.SIZE | next;
                lengthBytes--;
            }
        }
        if (lengthBytes > 0) {
            return true;
        }
        header = 0;
        left = length + (masked ? MASK_BYTES : 0);
        // Negative where all 64 bits are used.
        return length >= 0 && length <= limit;
    }
}
