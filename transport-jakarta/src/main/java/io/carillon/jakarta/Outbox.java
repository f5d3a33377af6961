package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.spi.Connection.Offer;
import jakarta.websocket.RemoteEndpoint;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded send queue of one connection. A message that is offered while nothing is on its way goes to the container at
 * once, on the caller's thread; under pressure messages wait, and whoever learns that a frame is done sends the next. One
 * frame is in flight at a time: several at once are an error on Tomcat and an unbounded queue everywhere else.
 *
 * <pre>
 * IDLE ──offer──▶ SENDING ──offer──▶ QUEUED ──close, overflow──▶ CLOSING ──all done, or out of time──▶ CLOSED ──▶ GONE
 *   ◀──last done──┘   ◀──last polled──┘
 * </pre>
 *
 * <p>SENDING and QUEUED are one value: QUEUED is SENDING with a backlog. CLOSING and CLOSED are reached from every state
 * before them. CLOSED says that the container was told to close, GONE that the container has said so or that the TCP
 * connection was cut: the send timeout runs until then, so that no client can hold on to a connection that is closed. FAILED, beside
 * these, says that the container has told of an error: it closes by itself, with a code that fits, or is told to after a moment.
 *
 * <p>A ping and the close have places of their own beside the bounded queue, so a full outbox never refuses them. A ping goes
 * before all that waits, a close after it if that takes no longer than the send timeout; an overflow discards what waits.
 *
 * <p>What waits is taken by {@link #next()} alone, when nothing is in flight: as a {@link Batch}, where the container gains by it
 * (ADR 9).
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks, none throws. The lock is never held while the container or
 * {@link Exit} is called. A thread that offers to an idle outbox goes on with what others queue, while the container keeps up.
 */
final class Outbox extends StampedLock {
    private static final long serialVersionUID = 1L;

    /** The code of a connection that ended without a close frame. */
    static final int ABNORMAL = 1006;

    // Numbers, and a lock that does not note its owner: each reference written to what is old keeps G1's refinement
    // busy. The outbox is its own lock, because a walk over many members pays for every object that it touches.
    private static final byte IDLE = 0;
    private static final byte SENDING = 1;
    private static final byte CLOSING = 2;
    private static final byte FAILED = 3;
    private static final byte CLOSED = 4;
    private static final byte GONE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    final transient RemoteEndpoint.Async remote;
    final transient Transport transport;
    final transient Exit exit;

    // Guarded by the lock. The backlog exists only under pressure: most connections are idle most of the time.
    private byte state = IDLE;
    private transient @Nullable Backlog backlog;
    private boolean pingDue;
    private final boolean batches;
    private long deadline;
    private transient @Nullable CloseReason reason;

    /** Whether the container's close has returned: until then its frame may be anywhere. Written by who calls that. */
    volatile boolean told;

    /** An idle one; {@code batches} says whether the container takes several messages at once, and gains by it. */
    Outbox(RemoteEndpoint.Async remote, Transport transport, Exit exit, boolean batches) {
        this.remote = remote;
        this.transport = transport;
        this.exit = exit;
        this.batches = batches;
    }

    Offer offer(Message message, Overflow overflow) {
        Frame frame = null;
        Backlog.Added added = Backlog.Added.WAITS;
        int dropped = 0;
        long stamp = writeLock();
        try {
            if (state > SENDING) {
                return Offer.CLOSED;
            }
            if (state == IDLE) {
                frame = begin(new Frame(this, message));
            } else {
                Backlog waiting = backlog == null ? new Backlog(transport.options()) : backlog;
                backlog = waiting;
                added = waiting.add(message, overflow);
                dropped = waiting.takeEvicted() + (added == Backlog.Added.DROPPED ? 1 : 0);
                if (added == Backlog.Added.OVERFLOW) {
                    // The frame in flight keeps its own deadline: a client that is merely behind gets its close code.
                    state = CLOSING;
                    reason = CloseReason.TOO_SLOW;
                    backlog = null;
                }
            }
        } finally {
            unlockWrite(stamp);
        }
        if (frame != null) {
            return Frame.transmit(frame) ? Offer.ACCEPTED : Offer.CLOSED;
        }
        if (dropped > 0) {
            exit.dropped(dropped);
        }
        return switch (added) {
            case WAITS -> Offer.ACCEPTED;
            case DROPPED -> Offer.DROPPED;
            case OVERFLOW -> {
                exit.closing(CloseReason.TOO_SLOW.code());
                yield Offer.CLOSED;
            }
        };
    }

    /** Sends a ping as soon as nothing is in flight, before all that waits. */
    void ping() {
        Frame frame = null;
        long stamp = writeLock();
        try {
            if (state == IDLE) {
                frame = begin(new Frame(this, null));
            } else {
                pingDue = state <= SENDING;
            }
        } finally {
            unlockWrite(stamp);
        }
        Frame.transmit(frame);
    }

    /** Whether it accepts messages. */
    boolean isOpen() {
        return look() <= SENDING;
    }

    /** How many messages wait behind the one on its way. */
    int waiting() {
        long stamp = writeLock();
        try {
            return backlog == null ? 0 : backlog.size();
        } finally {
            unlockWrite(stamp);
        }
    }

    /** One number needs no lock, only to be no older than the last unlocking. */
    private byte look() {
        long unused = tryOptimisticRead();
        return state;
    }

    /** Whether nothing waits and nothing is in flight, the close neither, or nobody waits for it any more. */
    boolean isFlushed() {
        byte now = look();
        return now == IDLE || now == FAILED || now == GONE || told;
    }

    /** Lets what is in the outbox go out, then closes. Only the first reason counts. */
    void close(CloseReason why) {
        boolean idle;
        long stamp = writeLock();
        try {
            if (state > SENDING) {
                return;
            }
            idle = state == IDLE;
            state = idle ? CLOSED : CLOSING;
            reason = why;
            deadline = fromNow();
        } finally {
            unlockWrite(stamp);
        }
        if (idle) {
            exit.disconnect(why.code(), why);
        } else {
            exit.closing(why.code());
        }
    }

    /**
     * Throws everything away, because the container says that there is no connection any more. If it was told to close, it
     * may say so before the client has gone; then the time runs on. Returns whether nothing remains to be done.
     */
    boolean abandon() {
        long stamp = writeLock();
        try {
            state = state == CLOSED ? CLOSED : GONE;
            backlog = null;
            return state == GONE;
        } finally {
            unlockWrite(stamp);
        }
    }

    /** The connection has failed, as a send has shown. */
    void failed(Throwable failure) {
        if (fail(CLOSED, transport.options().sendTimeoutNanos)) {
            LOG.debug("a connection failed", failure);
            exit.disconnect(ABNORMAL, CloseReason.INTERNAL_ERROR);
        }
    }

    /** The connection has failed, as the container says: what it closes with, it knows better. */
    void failedInContainer() {
        fail(FAILED, transport.options().graceNanos());
    }

    private boolean fail(byte next, long nanos) {
        long stamp = writeLock();
        try {
            if (state >= FAILED) {
                return false;
            }
            state = next;
            backlog = null;
            deadline = transport.nanoTime().getAsLong() + nanos;
            return true;
        } finally {
            unlockWrite(stamp);
        }
    }

    /** Gives up on a frame that has taken too long, or on a close that has. */
    void checkDeadline(long now) {
        CloseReason why;
        boolean failed;
        long stamp = writeLock();
        try {
            if (state == IDLE || state == GONE || now - deadline < 0) {
                return;
            }
            failed = state == FAILED;
            // Otherwise the container has been told.
            why = state == CLOSED ? null : reason == null ? CloseReason.TOO_SLOW : reason;
            state = failed ? CLOSED : GONE;
            backlog = null;
            deadline = fromNow();
        } finally {
            unlockWrite(stamp);
        }
        if (failed) {
            exit.disconnect(ABNORMAL, CloseReason.INTERNAL_ERROR);
        } else {
            exit.cut(why);
        }
    }

    /** Called when a frame is done: what to send next, if anything. */
    @Nullable
    Frame next() {
        CloseReason why;
        long stamp = writeLock();
        try {
            if (state >= FAILED) {
                return null;
            }
            if (pingDue) {
                pingDue = false;
                return begin(new Frame(this, null));
            }
            if (backlog != null && backlog.size() > 0) {
                return begin(batches ? new Batch(this, backlog.pollMany()) : new Frame(this, backlog.poll()));
            }
            backlog = null;
            if (state == SENDING) {
                state = IDLE;
                return null;
            }
            state = CLOSED;
            why = reason;
            long now = transport.nanoTime().getAsLong();
            deadline = now + Math.max(deadline - now, transport.options().graceNanos());
        } finally {
            unlockWrite(stamp);
        }
        if (why != null) {
            exit.disconnect(why.code(), why);
        }
        return null;
    }

    // From here on: called with the lock held.

    /** A close keeps its own deadline, however many frames go out before it. */
    private Frame begin(Frame frame) {
        if (state != CLOSING) {
            state = SENDING;
            deadline = fromNow();
        }
        return frame;
    }

    private long fromNow() {
        return transport.nanoTime().getAsLong() + transport.options().sendTimeoutNanos;
    }
}
