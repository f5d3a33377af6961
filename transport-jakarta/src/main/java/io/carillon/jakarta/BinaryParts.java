package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.Message;
import jakarta.websocket.MessageHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a binary message together, and counts; see {@link TextParts}. Everything is copied, because a
 * container may use its buffer again.
 *
 * <p><b>Threads.</b> The container's, one at a time.
 */
final class BinaryParts implements MessageHandler.Partial<ByteBuffer> {
    private final Lifecycle lifecycle;
    private @Nullable ByteArrayOutputStream parts;
    private int bytes;

    BinaryParts(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void onMessage(ByteBuffer part, boolean last) {
        bytes = (int) Math.min((long) bytes + part.remaining(), Integer.MAX_VALUE);
        if (bytes > lifecycle.maxMessageBytes()) {
            // The count stays above the limit, so that what still comes until the connection has ended is dropped.
            parts = null;
            lifecycle.connection().close(CloseReason.TOO_BIG);
        } else if (!last) {
            parts = append(parts, part);
        } else {
            Message message = parts == null
                    ? Message.binary(part)
                    : Message.binary(ByteBuffer.wrap(append(parts, part).toByteArray()));
            parts = null;
            bytes = 0;
            lifecycle.received(message);
        }
    }

    private static ByteArrayOutputStream append(@Nullable ByteArrayOutputStream parts, ByteBuffer part) {
        ByteArrayOutputStream all = parts == null ? new ByteArrayOutputStream() : parts;
        byte[] copy = new byte[part.remaining()];
        part.duplicate().get(copy);
        all.writeBytes(copy);
        return all;
    }
}
