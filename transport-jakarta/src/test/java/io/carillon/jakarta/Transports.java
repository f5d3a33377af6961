package io.carillon.jakarta;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;

/** Transports for tests of one class: no thread runs, what would be closed on another is closed at once. */
final class Transports {
    private Transports() {}

    static Transport of(TransportOptions options, LongSupplier nanoTime) {
        return of(options, nanoTime, Runnable::run, new Sweep(new ScheduledThreadPoolExecutor(0), nanoTime));
    }

    static Transport of(TransportOptions options, LongSupplier nanoTime, Executor everything, Sweep sweep) {
        return of(options, nanoTime, everything, sweep, everything);
    }

    static Transport of(
            TransportOptions options, LongSupplier nanoTime, Executor everythingElse, Sweep sweep, Executor pinging) {
        return new Transport(options, nanoTime, everythingElse, everythingElse, pinging, sweep);
    }
}
