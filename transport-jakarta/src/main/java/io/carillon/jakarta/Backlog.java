package io.carillon.jakarta;

import io.carillon.Message;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait behind the one on its way, bounded in number and bytes.
 *
 * <p><b>Threads.</b> Guarded by the lock of its {@link Outbox}.
 */
final class Backlog {
    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private long bytes;

    /**
     * Adds at the end. Where nothing waits, any message may, so that a large one does not depend on its luck.
     *
     * @return whether there was room
     */
    boolean add(Message message, TransportOptions limits) {
        boolean fits = messages.isEmpty()
                || (messages.size() < limits.outboxMessages() && bytes + message.size() <= limits.outboxBytes());
        if (fits) {
            messages.add(message);
            bytes += message.size();
        }
        return fits;
    }

    /** Takes the oldest, if there is one. */
    @Nullable
    Message poll() {
        Message message = messages.poll();
        if (message != null) {
            bytes -= message.size();
        }
        return message;
    }
}
