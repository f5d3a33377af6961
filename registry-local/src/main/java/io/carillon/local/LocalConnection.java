package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of this instance, with its place behind its user and its groups. */
final class LocalConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LocalConnection.class);
    private static final Target EVERYONE = new Target.Everyone();

    final Connection sink;
    final OperationQueue operations;
    /** The last walk over several targets that came by here; belongs to the lane of the everyone-subject. */
    long mark;
    /** What others know of it. Written by its operations, one at a time. */
    volatile Member member;
    /** Whether its registration is done; from then on it stands in the store for everyone. Written by its operations. */
    volatile boolean registered;

    private final Lock lock;
    private volatile @Nullable Runnable whenGone;
    /** Where the store may say something else than this object, and whether listeners know that it stands there. Belongs to its operations. */
    private Map<Target, Boolean> doubtful = Map.of();

    private volatile boolean open = true;
    private volatile @Nullable Membership first;

    LocalConnection(Connection sink, Lock lock) {
        this.sink = sink;
        this.member = sink.member();
        this.lock = lock;
        this.operations = new OperationQueue(lock);
    }

    ConnectionId id() {
        return member.id();
    }

    /** Tells the transport to close it. A connection of somebody else's making must not keep anything from going on. */
    void disconnect(CloseReason reason) {
        try {
            sink.close(reason);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("connection", id()).log("Connection {} threw where it must not", id(), e);
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Takes its place behind a target: messages reach it from now on. False if it has been closed meanwhile. */
    boolean attach(Interest interest) {
        lock.lock();
        try {
            if (open) {
                Membership membership = new Membership(this, interest, first);
                first = membership;
                interest.add(membership);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up its place: no message that comes from now on reaches it. Null if it has none there. */
    @Nullable
    Interest detach(Target target) {
        lock.lock();
        try {
            Membership before = null;
            for (Membership at = first; at != null; before = at, at = at.next) {
                if (at.interest.target().equals(target)) {
                    if (before == null) {
                        first = at.next;
                    } else {
                        before.next = at.next;
                    }
                    if (open) {
                        at.interest.remove(at);
                    }
                    return at.interest;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Closes it: no message is offered to it that comes from now on. Its places remain on its list, for the clearing up. */
    boolean close() {
        lock.lock();
        try {
            if (!open) {
                return false;
            }
            open = false;
            for (Membership at = first; at != null; at = at.next) {
                at.interest.remove(at);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Its places, besides that for everyone. */
    Set<Interest> places() {
        Set<Interest> places = new LinkedHashSet<>();
        for (Membership at = first; at != null; at = at.next) {
            places.add(at.interest);
        }
        return places;
    }

    Set<Target> groups() {
        Set<Target> groups = new LinkedHashSet<>();
        places().stream()
                .map(Interest::target)
                .filter(Target.Group.class::isInstance)
                .forEach(groups::add);
        return groups;
    }

    /**
     * Where the store should say that it stands; nowhere, once it is closed. What stands there is reached by what others
     * publish, so a place without a subscription has to wait.
     */
    Set<Target> truth() {
        Set<Target> truth = new LinkedHashSet<>();
        if (open && registered) {
            truth.add(EVERYONE);
            places().stream().filter(Interest::isSubscribed).forEach(interest -> truth.add(interest.target()));
        }
        return truth;
    }

    /** The places that have to wait for their subscriptions. */
    Set<Target> waiting() {
        Set<Target> waiting = new LinkedHashSet<>();
        places().stream()
                .filter(interest -> open && !interest.isSubscribed())
                .forEach(interest -> waiting.add(interest.target()));
        return waiting;
    }

    /** Told when the store has confirmed that nothing of this connection is left. */
    void whenGone(Runnable listener) {
        whenGone = listener;
    }

    void gone() {
        Runnable listener = whenGone;
        if (listener != null) {
            listener.run();
        }
    }

    /**
     * The store may say something else than this object about these. What was in doubt before stays as it was.
     *
     * @param told whether listeners know that it stands there
     */
    void doubt(Set<Target> targets, boolean told) {
        if (doubtful.isEmpty()) {
            doubtful = new LinkedHashMap<>(4);
        }
        targets.forEach(target -> doubtful.putIfAbsent(target, told));
    }

    boolean isDoubted() {
        return !doubtful.isEmpty();
    }

    /** What is doubtful. */
    Set<Target> doubts() {
        return new LinkedHashSet<>(doubtful.keySet());
    }

    /**
     * The store has confirmed where it stands.
     *
     * @param otherwise what it answers where there was no doubt
     * @return whether listeners know that it stood there
     */
    boolean settle(Target target, boolean otherwise) {
        Boolean told = doubtful.isEmpty() ? null : doubtful.remove(target);
        if (doubtful.isEmpty()) {
            doubtful = Map.of();
        }
        return told == null ? otherwise : told;
    }

    /** Whether it is behind a target. Allocates nothing; a step per group that it is in. */
    boolean isBehind(Target target) {
        if (target instanceof Target.Connection one) {
            return one.id().equals(id());
        }
        if (target instanceof Target.Everyone) {
            return true;
        }
        for (Membership at = first; at != null; at = at.next) {
            if (at.interest.target().equals(target)) {
                return true;
            }
        }
        return false;
    }
}
