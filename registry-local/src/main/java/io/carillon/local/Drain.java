package io.carillon.local;

import io.carillon.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Closes the connections of this instance one after the other, spread over four fifths of the time, so that their clients do
 * not come back elsewhere all at once. Who is still here when the time is up is let go of.
 */
final class Drain {
    private static final Duration TICK = Duration.ofMillis(20);

    private final Registrations registrations;
    private final HubRuntime runtime;
    private final List<LocalConnection> waiting;
    private final int total;
    private final long began;
    private final long time;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private Drain(Registrations registrations, HubRuntime runtime, Duration within) {
        this.registrations = registrations;
        this.runtime = runtime;
        this.waiting = new ArrayList<>(registrations.connections().values());
        this.total = waiting.size();
        this.began = runtime.nanoTime();
        this.time = within.toNanos();
    }

    /** Done when no connection is registered here any more. */
    static CompletableFuture<Void> begin(Registrations registrations, HubRuntime runtime, Duration within) {
        Drain drain = new Drain(registrations, runtime, within);
        drain.run();
        return drain.drained;
    }

    private void run() {
        long passed = runtime.nanoTime() - began;
        closeUntil(time == 0 ? total : (int) Math.ceil(total * 1.25 * passed / time));
        if (registrations.connections().isEmpty()) {
            drained.complete(null);
        } else if (passed >= time) {
            letGo();
        } else {
            runtime.after(TICK, this::run);
        }
    }

    private void closeUntil(int closed) {
        while (!waiting.isEmpty() && total - waiting.size() < closed) {
            waiting.remove(waiting.size() - 1).disconnect(CloseReason.GOING_AWAY);
        }
    }

    private void letGo() {
        CompletableFuture.allOf(registrations.connections().keySet().stream()
                        .map(registrations::unregister)
                        .toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, error) -> {
                    if (error == null) {
                        drained.complete(null);
                    } else {
                        drained.completeExceptionally(Operation.unwrap(error));
                    }
                });
    }
}
