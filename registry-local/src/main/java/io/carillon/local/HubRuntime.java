package io.carillon.local;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Threads, time and chance. Everything in this package that needs one of them gets it from here, so that a test can run
 * a whole cluster on one thread from a seed.
 */
interface HubRuntime extends AutoCloseable {

    /** An executor that runs one task at a time, in order, and takes any number. */
    default Executor serial(String name) {
        return pool(name, 1);
    }

    /** The same for so many at a time, on threads that take turns. */
    Executor pool(String name, int threads);

    /** Runs what the application has chained to a stage; a task may block. */
    Executor callbacks();

    /** Runs a short task once, later. */
    Timer after(Duration delay, Runnable task);

    /** The same, for what is nearly always called off, and of which there are many that are equally long. */
    default Timer timeout(Duration delay, Runnable task) {
        return after(delay, task);
    }

    /** A clock that only goes forward, in nanoseconds from an arbitrary start. */
    long nanoTime();

    /** A number from 0, inclusive, to 1, exclusive. */
    double random();

    /** A short token that no other call, in any process, returns. */
    String token();

    /** Lets running tasks end and takes no more. Does not wait. */
    @Override
    void close();

    /** A task that waits for its time. */
    interface Timer {
        /** Calls it off, if it has not begun. */
        void cancel();
    }
}
