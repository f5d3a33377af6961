package io.carillon.faults;

import java.time.Duration;

/** Where a {@link FaultyBackplane} has its time from. */
@FunctionalInterface
public interface Timers {
    /**
     * Runs a short task once, later.
     *
     * @param delay how long to wait, zero or more
     * @param task what to do then
     */
    void after(Duration delay, Runnable task);
}
