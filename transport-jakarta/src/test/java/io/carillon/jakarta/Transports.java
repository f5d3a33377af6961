package io.carillon.jakarta;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;

/** Transports for tests of one class: no thread runs, what would be closed on another is closed at once. */
final class Transports {
    private Transports() {}

    /** Keeps what it is given, and has no thread; one of no core threads would start one all the same. */
    static ScheduledThreadPoolExecutor stoppedTimer() {
        return new ScheduledThreadPoolExecutor(0, task -> null);
    }

    static Transport of(TransportOptions options, LongSupplier nanoTime) {
        return of(options, nanoTime, Runnable::run, new Sweep(stoppedTimer(), nanoTime));
    }

    static Transport of(TransportOptions options, LongSupplier nanoTime, Executor everything, Sweep sweep) {
        return of(options, nanoTime, everything, sweep, everything);
    }

    static Transport of(
            TransportOptions options, LongSupplier nanoTime, Executor everythingElse, Sweep sweep, Executor pinging) {
        return new Transport(options, nanoTime, everythingElse, everythingElse, pinging, sweep);
    }
}
