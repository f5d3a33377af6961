package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.Message;
import jakarta.websocket.MessageHandler;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a text message together, and counts. A partial handler, because a whole one leaves the limit to the
 * container, and they differ in the close code.
 *
 * <p><b>Threads.</b> The container's, one at a time.
 */
final class TextParts implements MessageHandler.Partial<String> {
    private final Lifecycle lifecycle;
    private @Nullable StringBuilder parts;
    private int bytes;

    TextParts(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void onMessage(String part, boolean last) {
        bytes = (int) Math.min(bytes + utf8Length(part), Integer.MAX_VALUE);
        if (bytes > lifecycle.maxMessageBytes()) {
            // The count stays above the limit, so that what still comes until the connection has ended is dropped.
            parts = null;
            lifecycle.connection().close(CloseReason.TOO_BIG);
        } else if (!last) {
            parts = (parts == null ? new StringBuilder() : parts).append(part);
        } else {
            String text = parts == null ? part : parts.append(part).toString();
            parts = null;
            bytes = 0;
            lifecycle.received(Message.text(text));
        }
    }

    /** Counts each half of a surrogate pair as two bytes, because a container may split a pair between two parts. */
    private static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
