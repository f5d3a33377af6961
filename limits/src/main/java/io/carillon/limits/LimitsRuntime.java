package io.carillon.limits;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Time, threads and chance, so that tests can bring their own. */
interface LimitsRuntime {

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs a task later, on a thread that serves all of them: it must neither block nor work. */
    Timer after(Duration delay, Runnable task);

    /** Runs policies, which may block. */
    Executor policies();

    /** Runs what the application chains to our stages. */
    Executor callbacks();

    /** What no other process has. */
    String token();

    /** A task that waits for its time. */
    interface Timer {
        /** It need not run any more; it may. */
        void cancel();
    }
}
