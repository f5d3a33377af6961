package io.carillon.jakarta;

import io.carillon.Message;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One message, or one ping, on its way. Two things happen to it, in any order and on any threads: its send returns, and it is
 * done. The later of the two goes on to the next. The value says which have happened. An object of its own per frame tells a
 * second "done" of this frame from the first one of the next.
 */
class Frame extends AtomicInteger implements SendHandler {
    private static final long serialVersionUID = 1L;
    private static final int RETURNED = 1;
    private static final int DONE = 2;
    private static final SendResult OK = new SendResult();

    final transient Outbox outbox;
    /** Null for a ping. */
    private final transient @Nullable Message message;

    Frame(Outbox outbox, @Nullable Message message) {
        this.outbox = outbox;
        this.message = message;
    }

    /**
     * Sends until a frame stays in flight or nothing is left. A loop, because a container may complete a frame before its
     * send returns, and a thousand times in a row.
     *
     * @return whether the container took the first one
     */
    static boolean transmit(@Nullable Frame first) {
        boolean taken = false;
        for (Frame frame = first; frame != null; frame = frame.returned()) {
            try {
                frame.send();
            } catch (RuntimeException e) {
                frame.outbox.failed(e);
                return taken;
            }
            taken = true;
        }
        return true;
    }

    /** Hands it to the container. */
    void send() {
        if (message == null) {
            ping();
        } else {
            hand(message, this);
        }
    }

    /** Hands one message to the container. */
    final void hand(Message message, SendHandler whenDone) {
        if (message instanceof Message.Text text) {
            outbox.remote.sendText(text.text(), whenDone);
        } else if (message instanceof Message.Binary binary) {
            outbox.remote.sendBinary(binary.bytes(), whenDone);
        }
    }

    /** On a thread of its own, because the standard API has no ping that is sure not to block. */
    private void ping() {
        try {
            outbox.transport.pinging().execute(() -> {
                outbox.exit.pinged(true);
                try {
                    outbox.remote.sendPing(ByteBuffer.allocate(0));
                    onResult(OK);
                } catch (IOException | RuntimeException e) {
                    onResult(new SendResult(e));
                }
            });
        } catch (RejectedExecutionException e) {
            // All these threads are busy, perhaps with clients that do not read. This client is pinged another time.
            outbox.exit.pinged(false);
            onResult(OK);
        }
    }

    /** What to send next, unless this frame is still in flight: then its end goes on. */
    private @Nullable Frame returned() {
        return happens(RETURNED) == DONE ? outbox.next() : null;
    }

    @Override
    public void onResult(SendResult result) {
        int before = happens(DONE);
        if ((before & DONE) != 0) {
            // A container has completed it twice.
            return;
        }
        if (!result.isOK()) {
            outbox.failed(result.getException());
        } else if (before == RETURNED) {
            transmit(outbox.next());
        }
    }

    private int happens(int event) {
        return getAndUpdate(already -> already | event);
    }

    /** What was to be sent, for a log. */
    @Override
    public String toString() {
        return message == null ? "ping" : message.toString();
    }
}
