package io.carillon.local;

import io.carillon.Gap;
import io.carillon.Target;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This instance's interest in one group or user: the local connections behind it, and where it stands with the
 * subscription that brings their messages. {@link Interests} moves it from state to state, under the interest's lock.
 */
final class Interest {
    /**
     * <pre>
     * NONE → SUBSCRIBING → ACTIVE ⇄ LINGERING → UNSUBSCRIBING → NONE
     *             ↑ refused: NONE                     │ wanted again
     *             └───────────────────────────────────┘
     * </pre>
     *
     * A subscription that is not there while there are members, by the policy for outages, is PENDING until it is tried again.
     */
    enum State {
        NONE,
        PENDING,
        SUBSCRIBING,
        ACTIVE,
        LINGERING,
        UNSUBSCRIBING
    }

    private final Target target;
    final Lock lock;
    State state = State.NONE;
    /** How many joins, begun or done, want it. */
    int wanted;
    /** Those of them that wait for the broker's confirmation. */
    List<CompletableFuture<Interest>> waiting = List.of();

    volatile @Nullable Subscription subscription;
    private volatile int generation;

    HubRuntime.@Nullable Timer linger;

    private volatile MemberArray members = MemberArray.EMPTY;
    /** Belongs to the lane; made when the first message comes. */
    private @Nullable Sequences sequences;

    Interest(Target target, Lock lock) {
        this.target = target;
        this.lock = lock;
    }

    /** Which of its subscriptions counts. */
    int generation() {
        return generation;
    }

    /** From now on none of its subscriptions counts but one that is still to come. */
    int nextGeneration() {
        lock.lock();
        try {
            int next = generation + 1;
            generation = next;
            return next;
        } finally {
            lock.unlock();
        }
    }

    Target target() {
        return target;
    }

    Subject subject() {
        return subjectOf(target);
    }

    /** The subject on which the messages for one target travel. */
    static Subject subjectOf(Target target) {
        if (target instanceof Target.Group group) {
            return new Subject(Subject.Kind.GROUP, group.name());
        } else if (target instanceof Target.User user) {
            return new Subject(Subject.Kind.USER, user.name());
        } else if (target instanceof Target.Connection one) {
            return new Subject(Subject.Kind.INSTANCE, one.id().instance().value());
        }
        return Subject.EVERYONE;
    }

    /** Whether the broker has confirmed that what others publish comes here. */
    boolean isSubscribed() {
        return subscription != null;
    }

    /** The local connections behind it; to be read once for each walk. */
    MemberArray members() {
        return members;
    }

    /** How far this instance has come with each publisher; on the lane only. */
    Sequences sequences(Consumer<Gap> gaps) {
        if (sequences == null) {
            sequences = new Sequences(target, gaps);
        }
        return sequences;
    }

    void add(Membership membership) {
        lock.lock();
        try {
            members = members.with(membership);
        } finally {
            lock.unlock();
        }
    }

    void remove(Membership membership) {
        lock.lock();
        try {
            members = members.without(membership);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: one more who waits for the confirmation. */
    CompletableFuture<Interest> await() {
        CompletableFuture<Interest> confirmed = new CompletableFuture<>();
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(confirmed);
        return confirmed;
    }

    /** Under the lock: all who wait, who then wait no more. */
    List<CompletableFuture<Interest>> takeWaiting() {
        List<CompletableFuture<Interest>> all = waiting;
        waiting = List.of();
        return all;
    }

    /** Under the lock: it is wanted again. */
    void stopLingering() {
        if (linger != null) {
            linger.cancel();
            linger = null;
        }
    }

    /** It is over: what there is to close. */
    Optional<Subscription> end() {
        lock.lock();
        try {
            stopLingering();
            state = State.NONE;
            Optional<Subscription> last = Optional.ofNullable(subscription);
            subscription = null;
            return last;
        } finally {
            lock.unlock();
        }
    }
}
