package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import io.carillon.spi.Connection.Offer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
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

    private final InstanceId self;
    private final Map<ConnectionId, LocalConnection> connections;
    private final Interests interests;
    /** The number of the last walk over several targets; they all come on the lane of the everyone-subject. */
    private long lastMark = NO_MARK;

    final Rejects malformed = new Rejects("envelope");
    final LongAdder repeated = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();

    LocalFanOut(InstanceId self, Map<ConnectionId, LocalConnection> connections, Interests interests) {
        this.self = self;
        this.connections = connections;
        this.interests = interests;
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
            malformed.add(payload, e);
            return;
        }
        if (!sequences.accept(envelope.origin(), envelope.stream(), envelope.number(), envelope.messageId())) {
            repeated.increment();
            return;
        }
        Target[] exceptions = here(envelope.exceptions());
        if (own != null && envelope.targets().isEmpty()) {
            walk(own, exceptions, envelope.effect(), NO_MARK);
        } else {
            long mark = ++lastMark;
            for (Target target : here(envelope.targets())) {
                walk(target, exceptions, envelope.effect(), mark);
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

    private void walk(Target target, Target[] exceptions, Effect effect, long mark) {
        if (target instanceof Target.Connection one) {
            offer(connections.get(one.id()), exceptions, effect, mark);
        } else if (target instanceof Target.Everyone) {
            for (LocalConnection connection : connections.values()) {
                offer(connection, exceptions, effect, mark);
            }
        } else {
            Interest interest = interests.find(target);
            MemberArray members = interest == null ? MemberArray.EMPTY : interest.members();
            for (int slot = 0, end = members.end(); slot < end; slot++) {
                Membership membership = members.at(slot);
                if (membership != null) {
                    offer(membership.connection, exceptions, effect, mark);
                }
            }
        }
    }

    private void offer(@Nullable LocalConnection connection, Target[] exceptions, Effect effect, long mark) {
        if (connection == null || !connection.isOpen() || isBehindAny(connection, exceptions)) {
            return;
        }
        if (mark != NO_MARK) {
            if (connection.mark == mark) {
                return;
            }
            connection.mark = mark;
        }
        try {
            (effect.on(connection.sink) == Offer.ACCEPTED ? accepted : refused).increment();
        } catch (Throwable e) {
            refused.increment();
            LOG.error("Connection {} threw where it must not; the others go on", connection.id(), e);
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
