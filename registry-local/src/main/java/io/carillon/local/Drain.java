package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Closes the connections of this instance one after the other, spread over four fifths of the time, and tells each when to come
 * back, so that their clients do not come back elsewhere all at once. Who is still here when the time is up is let go of.
 */
final class Drain {
    private static final Duration TICK = Duration.ofMillis(20);
    /** Between two clients that come back. */
    private static final long APART_MILLIS = 10;

    private static final long SOON_MILLIS = 500;
    private static final long LATEST_MILLIS = 60_000;

    private final Registrations registrations;
    private final HubRuntime runtime;
    private final CompletableFuture<Void> drained;
    private final List<LocalConnection> waiting;
    /** Who has been told, and may still have messages on the way. */
    private final List<Connection> told = new ArrayList<>();

    private final int total;
    private final long began;
    private final long time;

    /** Completes the stage when no connection is registered here any more, and what they had accepted is on its way. */
    Drain(Registrations registrations, HubRuntime runtime, Duration within, CompletableFuture<Void> drained) {
        this.registrations = registrations;
        this.runtime = runtime;
        this.drained = drained;
        this.waiting = new ArrayList<>(registrations.connections().values());
        this.total = waiting.size();
        this.began = runtime.nanoTime();
        this.time = within.toNanos();
    }

    void run() {
        long passed = runtime.nanoTime() - began;
        closeUntil(time == 0 ? total : (int) Math.ceil(total * 1.25 * passed / time));
        told.removeIf(Connection::isFlushed);
        if (passed >= time) {
            letGo();
        } else if (registrations.connections().isEmpty() && told.isEmpty()) {
            drained.complete(null);
        } else {
            runtime.after(TICK, this::run);
        }
    }

    void closeAll() {
        closeUntil(total);
    }

    private void closeUntil(int closed) {
        while (!waiting.isEmpty() && total - waiting.size() < closed) {
            CloseReason reason = CloseReason.goingAway(Duration.ofMillis(hint()));
            LocalConnection next = waiting.remove(waiting.size() - 1);
            next.disconnect(reason);
            told.add(next.sink);
        }
    }

    /** The next one's. Where the closing alone does not keep them apart, the hints do. */
    private long hint() {
        long spread = Math.max(SOON_MILLIS, Math.min(total * APART_MILLIS - time / 1_250_000, LATEST_MILLIS));
        return SOON_MILLIS + spread * (total - waiting.size()) / total;
    }

    private void letGo() {
        CompletableFuture.allOf(registrations.connections().keySet().stream()
                        .map(registrations::unregister)
                        .toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, error) -> Operation.end(drained, null, error));
    }
}
