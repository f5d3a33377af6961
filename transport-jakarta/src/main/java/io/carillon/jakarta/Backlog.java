package io.carillon.jakarta;

import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Overflow.Policy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait behind the one on its way, bounded in number and bytes, and what becomes of them where there is no
 * room. Where nothing waits, any message may, so that a large one does not depend on its luck.
 *
 * <p><b>Threads.</b> Guarded by the lock of its {@link Outbox}.
 */
final class Backlog {
    /** What became of a message. */
    enum Added {
        WAITS,
        DROPPED,
        /** There is no room, and it must not be missed. */
        OVERFLOW
    }

    private final TransportOptions limits;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    /** Null until the first key comes. */
    private @Nullable Map<String, Waiting> byKey;

    private long bytes;
    private int evicted;

    Backlog(TransportOptions limits) {
        this.limits = limits;
    }

    /** Adds at the end, or in the place of an older message with the same key. */
    Added add(Message message, Overflow chosen) {
        Overflow overflow = chosen.equals(Overflow.DEFAULT) ? limits.overflow : chosen;
        Policy policy = overflow.policy().or(limits.overflow::policy).orElse(Policy.DISCONNECT);
        String key = overflow.key().orElse(null);
        if (key != null && takePlace(key, message, policy)) {
            return Added.WAITS;
        }
        if (policy != Policy.DROP_NEWEST) {
            makeRoom(message);
        }
        if (!fits(message)) {
            return policy == Policy.DISCONNECT ? Added.OVERFLOW : Added.DROPPED;
        }
        Waiting waiting = new Waiting(message, policy, key);
        queue.add(waiting);
        bytes += message.size();
        if (key != null) {
            byKey().put(key, waiting);
        }
        return Added.WAITS;
    }

    /** Takes the oldest, if there is one. */
    @Nullable
    Message poll() {
        Waiting oldest = queue.poll();
        if (oldest == null) {
            return null;
        }
        forget(oldest);
        return oldest.message;
    }

    /** Takes the oldest, as many as fit into one {@link Batch}. */
    List<Message> pollMany() {
        List<Message> batch = new ArrayList<>();
        long sum = 0;
        for (Waiting next = queue.peek(); next != null && batch.size() < Batch.MOST_MESSAGES; next = queue.peek()) {
            sum += next.message.size();
            if (sum > Batch.MOST_BYTES && !batch.isEmpty()) {
                break;
            }
            queue.remove();
            forget(next);
            batch.add(next.message);
        }
        return batch;
    }

    int size() {
        return queue.size();
    }

    /** How many messages have been dropped for newer ones since the last time that somebody asked. */
    int takeEvicted() {
        int count = evicted;
        evicted = 0;
        return count;
    }

    /** What the older one's place does not fit into makes the older one vanish, and then is added like any other. */
    private boolean takePlace(String key, Message message, Policy policy) {
        Waiting older = byKey().get(key);
        if (older == null) {
            return false;
        }
        long bytesThen = bytes - older.message.size() + message.size();
        if (bytesThen > limits.outboxBytes && queue.size() > 1) {
            queue.remove(older);
            forget(older);
            return false;
        }
        bytes = bytesThen;
        older.message = message;
        older.policy = policy;
        return true;
    }

    private void makeRoom(Message message) {
        for (Iterator<Waiting> oldest = queue.iterator(); !fits(message) && oldest.hasNext(); ) {
            Waiting waiting = oldest.next();
            if (waiting.policy == Policy.DROP_OLDEST) {
                oldest.remove();
                forget(waiting);
                evicted++;
            }
        }
    }

    private boolean fits(Message message) {
        return queue.isEmpty()
                || (queue.size() < limits.outboxMessages && bytes + message.size() <= limits.outboxBytes);
    }

    private void forget(Waiting waiting) {
        bytes -= waiting.message.size();
        if (waiting.key != null) {
            byKey().remove(waiting.key);
        }
    }

    private Map<String, Waiting> byKey() {
        if (byKey == null) {
            byKey = new HashMap<>();
        }
        return byKey;
    }

    private static final class Waiting {
        private final @Nullable String key;
        private Message message;
        private Policy policy;

        Waiting(Message message, Policy policy, @Nullable String key) {
            this.message = message;
            this.policy = policy;
            this.key = key;
        }
    }
}
