package io.carillon.jakarta;

import io.carillon.Message;
import jakarta.websocket.SendHandler;
import java.util.List;

/**
 * Several messages that have waited, handed to the container one behind the other and without waiting in between, so that it writes them
 * in one go, which is most of what they cost. It is one frame as far as the {@link Outbox} knows: in flight until the
 * last of them is done, and no longer than one send timeout.
 */
final class Batch extends Frame {
    /** How many messages one has at most. */
    static final int MOST_MESSAGES = 64;
    /** How many bytes one has at most, unless a single message has more: what a container holds for a client that does not read. */
    static final int MOST_BYTES = 1 << 16;

    private static final long serialVersionUID = 1L;

    private final transient List<Message> messages;

    /**
     * Of one message or more.
     *
     * @param messages in their order
     */
    Batch(Outbox outbox, List<Message> messages) {
        super(outbox, messages.get(messages.size() - 1));
        this.messages = messages;
    }

    @Override
    void send() {
        SendHandler unlessItFails = result -> {
            if (!result.isOK()) {
                outbox.failed(result.getException());
            }
        };
        outbox.exit.hold(true);
        try {
            messages.subList(0, messages.size() - 1).forEach(message -> hand(message, unlessItFails));
        } finally {
            outbox.exit.hold(false);
        }
        super.send();
    }

    @Override
    public String toString() {
        return messages.size() + " messages";
    }
}
