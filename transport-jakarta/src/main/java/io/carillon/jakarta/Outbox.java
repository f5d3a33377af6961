package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.spi.Connection.Offer;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded send queue of one connection. A message that is offered while nothing is on its way goes to the container at
 * once, on the caller's thread; under pressure messages wait, and whoever learns that a frame is done sends the next. One
 * frame is in flight at a time: several at once are an error on Tomcat and an unbounded queue everywhere else.
 *
 * <pre>
 * IDLE ──offer──▶ SENDING ──close, overflow──▶ CLOSING ──last frame done, or out of time──▶ CLOSED
 *   ◀──last frame done──┘
 * </pre>
 *
 * <p>IDLE goes straight to CLOSED on a close; every state does when the container closes, or a send fails or takes too
 * long. A close lets what waits go out first, as long as that takes no longer than the send timeout; an overflow discards it.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks, none throws. The lock is held for a few instructions and
 * never while the container or {@link Exit} is called. A thread that offers to an idle outbox goes on with what others
 * queue meanwhile, for as long as the container takes frame after frame without waiting.
 */
final class Outbox {
    /** The code of a connection that ended without a close frame. */
    static final int ABNORMAL = 1006;

    /** Where the outbox tells of its end, on the thread that noticed. It must not block. */
    interface Exit {
        /**
         * Nothing more is accepted, but something is still in flight.
         *
         * @param code why
         */
        void closing(int code);

        /**
         * Nothing is in flight any more, or it is given up: close the connection. Told once, and never when it was the
         * container that closed.
         *
         * @param code why
         * @param reason what the client is to be told
         */
        void disconnect(int code, CloseReason reason);
    }

    private enum State {
        IDLE,
        SENDING,
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final RemoteEndpoint.Async remote;
    private final Transport transport;
    private final Exit exit;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock. The backlog exists only under pressure: most connections are idle most of the time.
    private State state = State.IDLE;
    private @Nullable Backlog backlog;
    private long deadline;
    private @Nullable CloseReason reason;

    Outbox(RemoteEndpoint.Async remote, Transport transport, Exit exit) {
        this.remote = remote;
        this.transport = transport;
        this.exit = exit;
    }

    Offer offer(Message message) {
        Frame frame = null;
        lock.lock();
        try {
            if (state == State.CLOSING || state == State.CLOSED) {
                return Offer.CLOSED;
            }
            if (state == State.IDLE) {
                state = State.SENDING;
                frame = begin(message);
            } else if (backlog().add(message, transport.options())) {
                return Offer.ACCEPTED;
            } else {
                // The frame in flight keeps its own deadline: a client that is merely behind still gets its close code.
                state = State.CLOSING;
                reason = CloseReason.TOO_SLOW;
                backlog = null;
            }
        } finally {
            lock.unlock();
        }
        if (frame == null) {
            exit.closing(CloseReason.TOO_SLOW.code());
            return Offer.CLOSED;
        }
        return transmit(frame) ? Offer.ACCEPTED : Offer.CLOSED;
    }

    /** Whether it accepts messages. */
    boolean isOpen() {
        lock.lock();
        try {
            return state == State.IDLE || state == State.SENDING;
        } finally {
            lock.unlock();
        }
    }

    /** Lets what is in the outbox go out, then closes. Only the first reason counts. */
    void close(CloseReason why) {
        boolean idle;
        lock.lock();
        try {
            if (state == State.CLOSING || state == State.CLOSED) {
                return;
            }
            idle = state == State.IDLE;
            state = idle ? State.CLOSED : State.CLOSING;
            reason = why;
            deadline = fromNow();
        } finally {
            lock.unlock();
        }
        if (idle) {
            exit.disconnect(why.code(), why);
        } else {
            exit.closing(why.code());
        }
    }

    /**
     * Throws everything away, because there is no connection any more.
     *
     * @return whether that was news
     */
    boolean abandon() {
        lock.lock();
        try {
            boolean open = state != State.CLOSED;
            state = State.CLOSED;
            backlog = null;
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** The connection has failed, as the container says or as a send has shown. */
    void fail() {
        if (abandon()) {
            exit.disconnect(ABNORMAL, CloseReason.INTERNAL_ERROR);
        }
    }

    /** Gives up on a frame that has taken too long, or on a close that has. */
    void checkDeadline(long now) {
        CloseReason why;
        lock.lock();
        try {
            if (state == State.IDLE || state == State.CLOSED || now - deadline < 0) {
                return;
            }
            why = reason == null ? CloseReason.TOO_SLOW : reason;
            state = State.CLOSED;
            backlog = null;
        } finally {
            lock.unlock();
        }
        exit.disconnect(why.code(), why);
    }

    /**
     * Sends until a frame stays in flight or nothing is left. A loop, because a container may complete a frame before its
     * send returns, and a thousand times in a row.
     *
     * @return whether the container took the first one
     */
    private boolean transmit(Frame first) {
        for (Frame frame = first; frame != null; frame = frame.returned()) {
            try {
                frame.send();
            } catch (RuntimeException e) {
                LOG.debug("the container refused a {}", frame.message, e);
                fail();
                return frame != first;
            }
        }
        return true;
    }

    /** Called when a frame is done: what to send next, if anything. */
    private @Nullable Frame next() {
        CloseReason why;
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return null;
            }
            Message message = backlog == null ? null : backlog.poll();
            if (message != null) {
                return begin(message);
            }
            backlog = null;
            if (state == State.SENDING) {
                state = State.IDLE;
                return null;
            }
            state = State.CLOSED;
            why = reason;
        } finally {
            lock.unlock();
        }
        if (why != null) {
            exit.disconnect(why.code(), why);
        }
        return null;
    }

    // From here on: called with the lock held.

    private Backlog backlog() {
        if (backlog == null) {
            backlog = new Backlog();
        }
        return backlog;
    }

    private Frame begin(Message message) {
        if (state == State.SENDING) {
            deadline = fromNow();
        }
        return new Frame(message);
    }

    private long fromNow() {
        return transport.nanoTime().getAsLong() + transport.options().sendTimeoutNanos();
    }

    /**
     * One message on its way. Two things happen to it, in any order and on any threads: the container's send returns, and
     * the container says that it is done. The later of the two goes on to the next. The value says which have happened. An
     * object of its own per frame, 24 bytes, tells a second "done" of this frame from the first one of the next.
     */
    private final class Frame extends AtomicInteger implements SendHandler {
        private static final long serialVersionUID = 1L;
        private static final int RETURNED = 1;
        private static final int DONE = 2;

        private final transient Message message;

        Frame(Message message) {
            this.message = message;
        }

        void send() {
            if (message instanceof Message.Text text) {
                remote.sendText(text.text(), this);
            } else if (message instanceof Message.Binary binary) {
                remote.sendBinary(binary.bytes(), this);
            }
        }

        /** What to send next, unless this frame is still in flight: then its end goes on. */
        @Nullable
        Frame returned() {
            return happens(RETURNED) == DONE ? next() : null;
        }

        @Override
        public void onResult(SendResult result) {
            int before = happens(DONE);
            if ((before & DONE) != 0) {
                LOG.debug("the container completed a frame twice");
            } else if (!result.isOK()) {
                LOG.debug("a send failed", result.getException());
                fail();
            } else if (before == RETURNED) {
                Frame next = next();
                if (next != null) {
                    transmit(next);
                }
            }
        }

        private int happens(int event) {
            return getAndUpdate(already -> already | event);
        }
    }
}
