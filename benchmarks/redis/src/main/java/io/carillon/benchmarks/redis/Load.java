package io.carillon.benchmarks.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Puts a bus under load, and says how much it has done and how long that took. What fails ends the measurement. */
final class Load {
    private static final int MESSAGE_BYTES = 128;
    private static final int PATIENCE_SECONDS = 20;

    private final Bus bus;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Load(Bus bus) {
        this.bus = bus;
    }

    /** So many messages in a second, each of which says when it was sent. */
    Done pace(String room, int perSecond, int millis) throws InterruptedException, TimeoutException {
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        int count = Math.toIntExact(Math.max(1, TimeUnit.MILLISECONDS.toNanos(millis) / interval));
        Window window = new Window(count);
        long begin = System.nanoTime();
        long next = begin;
        for (int i = 0; i < count; i++) {
            for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            window.take();
            window.giveBackAfter(bus.publish(room, message(System.nanoTime())));
            next += interval;
        }
        return window.done(begin);
    }

    /** As fast as it goes, to rooms without members; each thread to its own, and with so many on their way. */
    Done flood(String rooms, int threads, int inFlight, int millis) throws InterruptedException, TimeoutException {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Window> windows = new ArrayList<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Window window = new Window(inFlight);
            String room = rooms + i;
            windows.add(window);
            all.add(new Thread(() -> publish(room, window, end), "flood-" + i));
        }
        all.forEach(Thread::start);
        for (Thread thread : all) {
            thread.join();
        }
        long sum = 0;
        for (Window window : windows) {
            sum += window.done(begin).count();
        }
        return new Done(sum, System.nanoTime() - begin);
    }

    private void publish(String room, Window window, long end) {
        try {
            while (System.nanoTime() < end) {
                window.take();
                window.giveBackAfter(bus.publish(room, message(0)));
            }
        } catch (InterruptedException | TimeoutException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** As fast as it goes, with so many on their way that not all receivers have got. */
    Done relay(String room, Board received, int inFlight, int millis) throws InterruptedException, TimeoutException {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        long before = received.read();
        long sent = 0;
        while (System.nanoTime() < end) {
            await(received, before + sent - inFlight + 1);
            bus.publish(room, message(0)).whenComplete((done, error) -> failure.compareAndSet(null, error));
            sent++;
        }
        await(received, before + sent);
        return new Done(sent, System.nanoTime() - begin);
    }

    private void await(Board received, long count) throws TimeoutException {
        long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (received.read() < count) {
            LockSupport.parkNanos(1);
            check(System.nanoTime() < late, "of " + count + " messages only " + received.read() + " have come");
        }
    }

    /** Joins and leaves as fast as it goes, with so many members at it at a time. */
    Done churn(int members, int millis) throws InterruptedException, TimeoutException {
        BlockingQueue<Integer> idle = new ArrayBlockingQueue<>(members);
        for (int i = 0; i < members; i++) {
            idle.add(i);
        }
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        long begun = 0;
        while (System.nanoTime() < end) {
            int member = taken(idle);
            bus.joinAndLeave(member).whenComplete((done, error) -> {
                failure.compareAndSet(null, error);
                idle.add(member);
            });
            begun++;
        }
        for (int i = 0; i < members; i++) {
            taken(idle);
        }
        return new Done(begun, System.nanoTime() - begin);
    }

    private int taken(BlockingQueue<Integer> idle) throws InterruptedException, TimeoutException {
        Integer member = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        check(member != null, "a join or a leave does not end");
        return member == null ? 0 : member;
    }

    private void check(boolean holds, String otherwise) throws TimeoutException {
        Throwable why = failure.get();
        if (why != null) {
            throw new IllegalStateException("something failed under load", why);
        }
        if (!holds) {
            throw new TimeoutException(otherwise);
        }
    }

    private static byte[] message(long sent) {
        byte[] message = new byte[MESSAGE_BYTES];
        ByteBuffer.wrap(message).putLong(sent);
        return message;
    }

    /** How many may be on their way. */
    private final class Window {
        private final int size;
        private final Semaphore free;
        private long taken;

        Window(int size) {
            this.size = size;
            this.free = new Semaphore(size);
        }

        void take() throws InterruptedException, TimeoutException {
            check(free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "a publish does not end");
            taken++;
        }

        void giveBackAfter(CompletionStage<?> stage) {
            stage.whenComplete((done, error) -> {
                failure.compareAndSet(null, error);
                free.release();
            });
        }

        /** Waits for those that are on their way. */
        Done done(long begin) throws InterruptedException, TimeoutException {
            check(free.tryAcquire(size, PATIENCE_SECONDS, TimeUnit.SECONDS), "a publish does not end");
            return new Done(taken, System.nanoTime() - begin);
        }
    }

    /**
     * What was done.
     *
     * @param count how many
     * @param nanos within which time
     */
    record Done(long count, long nanos) {
        @Override
        public String toString() {
            return count + " " + nanos;
        }
    }
}
