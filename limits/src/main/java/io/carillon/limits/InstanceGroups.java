package io.carillon.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How many of this instance's connections are in each group, and how fast new groups may come. Any thread may call. */
final class InstanceGroups {
    private final ConcurrentMap<String, Integer> members = new ConcurrentHashMap<>();
    private final @Nullable TokenBucket bucket;

    InstanceGroups(@Nullable Integer perMinute, LimitsRuntime runtime) {
        this.bucket = perMinute == null ? null : new TokenBucket(Rate.perMinute(perMinute), runtime.nanoTime());
    }

    /** Counts a member; false if the group would be one too many, and then it does not. */
    boolean enter(String group, long now) {
        TokenBucket asked = bucket;
        if (asked == null) {
            return true;
        }
        return members.compute(group, (name, count) -> {
                    if (count != null) {
                        return count + 1;
                    }
                    return asked.take(1, now) == 0 ? Integer.valueOf(1) : null;
                })
                != null;
    }

    /** Counts one who is a member in any case. */
    void add(String group) {
        if (bucket != null) {
            members.merge(group, 1, Integer::sum);
        }
    }

    void leave(String group) {
        members.computeIfPresent(group, (name, count) -> count == 1 ? null : count - 1);
    }

    /** How many there are, if they are limited. */
    int size() {
        return members.size();
    }
}
