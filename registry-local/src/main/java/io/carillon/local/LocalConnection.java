package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A connection of this instance, with its place behind its user and its groups. */
final class LocalConnection {
    final Connection sink;
    final Member member;
    final OperationQueue operations;
    /** The last walk over several targets that came by here; belongs to the lane of the everyone-subject. */
    long mark;

    private final Lock lock;
    private volatile boolean open = true;
    private volatile @Nullable Membership first;

    LocalConnection(Connection sink, Lock lock) {
        this.sink = sink;
        this.member = new Member(sink.id(), sink.user());
        this.lock = lock;
        this.operations = new OperationQueue(lock);
    }

    ConnectionId id() {
        return member.id();
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

    /** Gives up its place: no message reaches it from now on. Null if it has none there. */
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
                    at.interest.remove(at);
                    return at.interest;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Closes it: no message reaches it from now on. Its places remain on its list, for the clearing up. */
    void close() {
        lock.lock();
        try {
            if (open) {
                open = false;
                for (Membership at = first; at != null; at = at.next) {
                    at.interest.remove(at);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it is behind, besides itself and everyone. */
    Set<Interest> interests() {
        Set<Interest> interests = new LinkedHashSet<>();
        for (Membership at = first; at != null; at = at.next) {
            interests.add(at.interest);
        }
        return interests;
    }

    /** Whether it is behind a target. Allocates nothing; a step per group that it is in. */
    boolean isBehind(Target target) {
        if (target instanceof Target.One one) {
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
