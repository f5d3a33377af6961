package io.carillon.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one connection holds from its handshake to its end: one of the instance's places, and one of its user's. However many give it
 * back, it is given back once; what is taken for it while it is given back is given back by whoever comes second.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks.
 */
final class Place {
    private static final LimitsRuntime.Timer NONE = () -> {};

    private final Places places;
    private final @Nullable UserPlaces users;
    private final AtomicBoolean givenBack = new AtomicBoolean();
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private volatile LimitsRuntime.Timer bound = NONE;
    private volatile LimitsRuntime.Timer renewal = NONE;

    /**
     * A place of a user.
     *
     * @param user whose
     * @param name what stands for the user on the broker
     * @param holder what stands for this place there; no other has it, so two of these are equal only if they are one
     */
    private record Held(String user, String name, String holder) {}

    Place(Places places, @Nullable UserPlaces users) {
        this.places = places;
        this.users = users;
    }

    /**
     * Takes one of a user's places, in place of the one that it has of another user.
     *
     * @return done with false if others have them all
     */
    CompletionStage<Boolean> takeFor(Optional<String> user) {
        UserPlaces of = users;
        Held before = held.get();
        if (of == null || user.equals(Optional.ofNullable(before).map(Held::user))) {
            return CompletableFuture.completedStage(true);
        }
        giveBackUser();
        if (user.isEmpty()) {
            return CompletableFuture.completedStage(true);
        }
        if (!of.takeHere(user.get())) {
            return CompletableFuture.completedStage(false);
        }
        Held taken = new Held(user.get(), of.areInCluster() ? of.name(user.get()) : "", of.newHolder());
        held.set(taken);
        CompletionStage<Boolean> answer = of.hold(taken.name, taken.holder);
        if (of.areInCluster()) {
            renewLater(of, taken);
        }
        settle(of, taken);
        return answer;
    }

    /** Does something when a time is over, unless it is given back before, or bounded anew. */
    void bound(LimitsRuntime runtime, Duration time, Runnable task) {
        bound.cancel();
        bound = runtime.after(time, task);
        if (givenBack.get()) {
            bound.cancel();
        }
    }

    void unbound() {
        bound.cancel();
    }

    /** Gives everything back; true if it was still there. */
    boolean giveBack() {
        if (!givenBack.compareAndSet(false, true)) {
            return false;
        }
        bound.cancel();
        // Counted as free last: whoever sees that may count on the rest.
        giveBackUser();
        places.giveBack();
        return true;
    }

    boolean isGivenBack() {
        return givenBack.get();
    }

    private void giveBackUser() {
        Held was = held.getAndSet(null);
        if (was != null && users != null) {
            renewal.cancel();
            users.giveBackHere(was.user);
            users.release(was.name, was.holder);
        }
    }

    private void renewLater(UserPlaces of, Held taken) {
        renewal = of.whenDue(() -> {
            if (taken.equals(held.get())) {
                of.renew(taken.name, taken.holder);
                renewLater(of, taken);
                settle(of, taken);
            }
        });
    }

    /** What was called for a place that has gone meanwhile is taken back; the broker keeps the order of our calls. */
    private void settle(UserPlaces of, Held taken) {
        if (givenBack.get()) {
            giveBackUser();
        }
        if (!taken.equals(held.get())) {
            renewal.cancel();
            of.release(taken.name, taken.holder);
        }
    }
}
