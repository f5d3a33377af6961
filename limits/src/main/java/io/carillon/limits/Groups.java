package io.carillon.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one connection, those that it is about to join among them, so that two joins at once cannot pass the limit together.
 *
 * <p>Of what was asked for here it knows when that is done. The hub tells of the same, and of all else, in order, but a moment after it has
 * happened; so what it tells before the last leave that is counted here is of a time that is over.
 *
 * <p><b>Threads.</b> Any thread may call; none blocks.
 */
final class Groups {
    /** A group that it is in; above that the joins under way are counted. */
    private static final int MEMBER = 1;

    private static final int UNDER_WAY = 2;

    private final ConcurrentMap<String, Integer> entries = new ConcurrentHashMap<>();
    /** How many leaves are counted here that have yet to be told. Looked at and changed with the entry of that group only. */
    private final ConcurrentMap<String, Integer> untold = new ConcurrentHashMap<>();

    private final AtomicInteger size = new AtomicInteger();
    private final int most;
    private final @Nullable TokenBucket bucket;
    private final InstanceGroups instance;
    private final boolean counts;
    private final boolean listens;
    private volatile boolean closed;

    /** None yet; {@code listens} says whether {@link #toldJoined} and {@link #toldLeft} will be called. */
    Groups(LimitsOptions options, InstanceGroups instance, long now, boolean listens) {
        Integer groups = options.groups();
        Integer perMinute = options.newGroups();
        this.most = groups == null ? Integer.MAX_VALUE : groups;
        this.bucket = perMinute == null ? null : new TokenBucket(Rate.perMinute(perMinute), now);
        this.instance = instance;
        this.listens = listens;
        this.counts = groups != null || perMinute != null || options.instanceNewGroups() != null;
    }

    /**
     * A join begins, unless it is one too many. What is in already passes.
     *
     * @return the limit that it would pass; null if none, and then {@link #ended} follows
     */
    @Nullable
    Limit begin(String group, long now) {
        if (!counts) {
            return null;
        }
        @Nullable Limit[] over = new @Nullable Limit[1];
        entries.compute(group, (name, entry) -> {
            if (entry != null) {
                return entry + UNDER_WAY;
            }
            over[0] = enter(name, now);
            return over[0] == null ? Integer.valueOf(UNDER_WAY) : null;
        });
        return over[0];
    }

    void ended(String group, boolean joined) {
        change(group, entry -> (entry - UNDER_WAY) | (joined ? MEMBER : 0));
    }

    void left(String group) {
        change(group, entry -> {
            if (listens && (entry & MEMBER) != 0) {
                untold.merge(group, 1, Integer::sum);
            }
            return entry & ~MEMBER;
        });
    }

    /** It has left all groups; those that it is about to join are another matter. */
    void leftAll() {
        entries.keySet().forEach(this::left);
    }

    /** It has joined, perhaps without being asked here. */
    void toldJoined(String group) {
        if (!counts) {
            return;
        }
        entries.compute(group, (name, entry) -> {
            if (untold.containsKey(name)) {
                return entry;
            }
            if (entry == null) {
                size.incrementAndGet();
                instance.add(name);
            }
            return (entry == null ? 0 : entry) | MEMBER;
        });
        if (closed) {
            leftAll();
        }
    }

    /** It has left, perhaps without being asked here. */
    void toldLeft(String group) {
        entries.compute(group, (name, entry) -> {
            Integer own = untold.get(name);
            if (own == null) {
                return entry == null ? null : changed(name, entry & ~MEMBER);
            }
            if (own == 1) {
                untold.remove(name);
            } else {
                untold.put(name, own - 1);
            }
            return entry;
        });
    }

    /** The connection has gone, and nothing of it may stay counted for the instance; joins under way end by themselves. */
    void close() {
        closed = true;
        leftAll();
    }

    /** How many there are, those that it is about to join among them, if they are limited. */
    int size() {
        return size.get();
    }

    private @Nullable Limit enter(String group, long now) {
        if (size.getAndUpdate(count -> count < most ? count + 1 : count) >= most) {
            return Limit.GROUPS;
        }
        Limit over = bucket != null && bucket.take(1, now) > 0
                ? Limit.NEW_GROUPS
                : instance.enter(group, now) ? null : Limit.INSTANCE_NEW_GROUPS;
        if (over != null) {
            size.decrementAndGet();
        }
        return over;
    }

    private void change(String group, IntUnaryOperator step) {
        entries.computeIfPresent(group, (name, entry) -> changed(name, step.applyAsInt(entry)));
    }

    private @Nullable Integer changed(String group, int entry) {
        if (entry == 0 || (closed && entry == MEMBER)) {
            size.decrementAndGet();
            instance.leave(group);
            return null;
        }
        return entry;
    }
}
