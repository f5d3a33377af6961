package io.carillon.local;

import io.carillon.Target;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few queues, each emptied by one thread at a time, between the driver's thread and the members. One subject keeps to one lane, so its order
 * holds and a huge group delays only its own lane. A full lane drops, and says of which targets when it has room again: the
 * numbers of the messages show it only to one who has heard of the publisher before. It never makes the driver wait. A message larger than a lane still fits into an empty one.
 */
final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    /**
     * One walks, one rests. Beside a thread that always walks, those of a container that end its frames (Tomcat's) were measured to fall
     * asleep twice as often as beside threads that take turns, which made each frame a tenth dearer: ADR 20.
     */
    private static final int THREADS_PER_LANE = 2;

    private final Executor threads;
    private final Lane[] lanes;
    private final int maxMessages;
    private final long maxBytes;
    private final Events events;
    private final LongAdder dropped = new LongAdder();

    /**
     * Empty lanes.
     *
     * @param events are told of each drop, and, when there is room again, of each target for which something was dropped
     */
    Lanes(HubRuntime runtime, int count, int maxMessages, long maxBytes, Events events) {
        this.events = events;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.threads = runtime.pool("lane", count * THREADS_PER_LANE);
        this.lanes = Stream.generate(Lane::new).limit(count).toArray(Lane[]::new);
    }

    /**
     * Hands a message to the lane of its subject. Never blocks.
     *
     * @param key what keeps the order: the same key, the same lane
     * @param bytes what the task holds in memory
     * @param task walks the members
     * @return false if the lane is full and the message is dropped
     */
    boolean offer(Target key, int bytes, Runnable task) {
        return lanes[of(key)].offer(key, bytes, task);
    }

    /** The number of the lane that a key keeps to. */
    int of(Target key) {
        return Math.floorMod(key.hashCode(), lanes.length);
    }

    /** Hands over in one what concerns many keys of one lane, so that it takes the room of one message. */
    void offerTogether(List<Target> keys, int bytes, Runnable task) {
        Lane lane = lanes[of(keys.get(0))];
        if (!lane.offer(keys.get(0), bytes, task) && lane.full) {
            keys.subList(1, keys.size()).forEach(lane::drop);
        }
    }

    /** How many messages were dropped since the start. */
    long dropped() {
        return dropped.sum();
    }

    private final class Lane {
        private final Queue<Task> queue = new ConcurrentLinkedQueue<>();
        private final AtomicInteger messages = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();
        private final Set<Target> overflowed = ConcurrentHashMap.newKeySet();
        private volatile boolean full;

        boolean offer(Target key, int size, Runnable work) {
            int before = messages.get();
            while (before == 0 || (before < maxMessages && bytes.get() + size <= maxBytes)) {
                if (messages.compareAndSet(before, before + 1)) {
                    bytes.addAndGet(size);
                    queue.add(new Task(size, work));
                    return before > 0 || begin();
                }
                before = messages.get();
            }
            drop(key);
            return false;
        }

        private boolean begin() {
            try {
                threads.execute(this::drain);
                return true;
            } catch (RejectedExecutionException e) {
                return false; // the hub is closed
            }
        }

        private void drop(Target key) {
            dropped.increment();
            events.observer.dropped(HubObserver.Drop.LANE_FULL);
            overflowed.add(key);
            if (!full) {
                full = true;
                LOG.warn("A fan-out lane is full at {} messages, {} bytes; dropping", messages.get(), bytes.get());
            }
            if (messages.get() == 0) {
                recover(); // it was drained just now
            }
        }

        @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // a concurrent set: who removes a key tells of it
        private void recover() {
            full = false;
            for (Target key : overflowed) {
                if (overflowed.remove(key)) {
                    events.resync(key);
                }
            }
        }

        /** Whoever makes the count leave zero has it drained; whoever brings it back to zero is done. */
        private void drain() {
            int left;
            do {
                Task task = queue.poll();
                while (task == null) { // counted, and about to be added
                    Thread.onSpinWait();
                    task = queue.poll();
                }
                bytes.addAndGet(-task.size);
                try {
                    task.work.run();
                } catch (Throwable e) {
                    LOG.error("A fan-out failed; the lane goes on", e);
                }
                left = messages.decrementAndGet();
                if (full && left <= maxMessages / 2 && bytes.get() <= maxBytes / 2) {
                    recover();
                }
            } while (left > 0);
        }
    }

    private record Task(int size, Runnable work) {}
}
