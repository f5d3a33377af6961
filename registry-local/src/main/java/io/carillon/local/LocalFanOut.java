package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import io.carillon.spi.Connection;
import io.carillon.spi.Connection.Offer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the local connections that an envelope is for and offers each of them the message, once. It runs on the lane of
 * the subject, allocates nothing per member, and one member's failure is no other's.
 */
final class LocalFanOut {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFanOut.class);
    private static final Target[] NOBODY = {};
    private static final long NO_MARK = 0;
    private static final int ACCEPTED = 0;
    private static final int REFUSED = 1;

    private final InstanceId self;
    private final Map<ConnectionId, LocalConnection> connections;
    private final Interests interests;
    /** The number of the last walk over several targets; they all come on the lane of the everyone-subject. */
    private long lastMark = NO_MARK;

    private final HubObserver observer;
    private final Rejects malformed;
    private final AtomicLong thrown = new AtomicLong();

    LocalFanOut(InstanceId self, Map<ConnectionId, LocalConnection> connections, Interests interests, Events events) {
        this.self = self;
        this.connections = connections;
        this.interests = interests;
        this.observer = events.observer;
        this.malformed = new Rejects("envelope", observer);
    }

    /**
     * Delivers what came on a subject.
     *
     * @param own whom the subject itself stands for, null for an inbox
     * @param sequences how far this instance has come on that subject
     */
    void deliver(@Nullable Target own, Sequences sequences, byte[] payload) {
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.decode(payload);
            if (own == null && envelope.targets().isEmpty()) {
                throw new MalformedEnvelopeException("no target");
            }
            if ((own instanceof Target.Group || own instanceof Target.User)
                    && !envelope.targets().isEmpty()) {
                throw new MalformedEnvelopeException("targets on a subject that says whom it is for");
            }
        } catch (MalformedEnvelopeException e) {
            malformed.add(payload, e.getMessage());
            return;
        }
        if (!sequences.accept(envelope.origin(), envelope.stream(), envelope.number(), envelope.messageId())) {
            observer.dropped(HubObserver.Drop.REPEATED);
            return;
        }
        int[] offered = new int[2]; // counters that are shared would cost something for each member
        HubObserver.FanOut observed = observer.fanOut(payload);
        try {
            walk(own, envelope, offered);
        } finally {
            observed.done(offered[ACCEPTED], offered[REFUSED]);
        }
    }

    private void walk(@Nullable Target own, Envelope envelope, int[] offered) {
        Target[] exceptions = here(envelope.exceptions());
        if (own != null && envelope.targets().isEmpty()) {
            walk(own, exceptions, envelope.effect(), NO_MARK, offered);
        } else {
            long mark = ++lastMark;
            for (Target target : here(envelope.targets())) {
                walk(target, exceptions, envelope.effect(), mark, offered);
            }
        }
    }

    /** The targets that can have a connection on this instance. */
    private Target[] here(List<Target> targets) {
        return targets.isEmpty()
                ? NOBODY
                : targets.stream().filter(this::isHere).toArray(Target[]::new);
    }

    private boolean isHere(Target target) {
        if (target instanceof Target.Connection one) {
            return one.id().instance().equals(self);
        }
        return target instanceof Target.Everyone || interests.find(target) != null;
    }

    private void walk(Target target, Target[] exceptions, Effect effect, long mark, int[] offered) {
        if (target instanceof Target.Connection one) {
            offer(connections.get(one.id()), exceptions, effect, mark, offered);
        } else if (target instanceof Target.Everyone) {
            for (LocalConnection connection : connections.values()) {
                offer(connection, exceptions, effect, mark, offered);
            }
        } else {
            Interest interest = interests.find(target);
            MemberArray members = interest == null ? MemberArray.EMPTY : interest.members();
            for (int slot = 0, end = members.end(); slot < end; slot++) {
                Membership membership = members.at(slot);
                if (membership != null && mark == NO_MARK && exceptions.length == 0) {
                    // What excludes nobody is not looked up: a walk pays for each object that it touches.
                    deliver(membership.sink, effect, offered);
                } else if (membership != null) {
                    offer(membership.connection, exceptions, effect, mark, offered);
                }
            }
        }
    }

    private void offer(
            @Nullable LocalConnection connection, Target[] exceptions, Effect effect, long mark, int[] offered) {
        if (connection == null || !connection.isOpen() || isBehindAny(connection, exceptions)) {
            return;
        }
        if (mark != NO_MARK) {
            if (connection.mark == mark) {
                return;
            }
            connection.mark = mark;
        }
        deliver(connection.sink, effect, offered);
    }

    private void deliver(Connection sink, Effect effect, int[] offered) {
        try {
            offered[effect.on(sink) == Offer.ACCEPTED ? ACCEPTED : REFUSED]++;
        } catch (Throwable e) {
            offered[REFUSED]++;
            if (Long.bitCount(thrown.incrementAndGet()) == 1) { // each time twice as rare
                LOG.error("Connection {} threw where it must not, {} so far; the others go on", sink, thrown, e);
            }
        }
    }

    private static boolean isBehindAny(LocalConnection connection, Target[] targets) {
        for (Target target : targets) {
            if (connection.isBehind(target)) {
                return true;
            }
        }
        return false;
    }
}
