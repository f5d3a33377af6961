package io.carillon.limits;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The places of this instance. Any thread may call. */
final class Places {
    private final AtomicInteger taken = new AtomicInteger();
    private final int most;
    private final @Nullable UserPlaces users;

    Places(LimitsOptions options, LimitsRuntime runtime) {
        Integer connections = options.connections();
        this.most = connections == null ? Integer.MAX_VALUE : connections;
        Integer perUser = options.userConnections();
        this.users = perUser == null ? null : new UserPlaces(perUser, options, runtime);
    }

    /** Null if all are taken. */
    @Nullable
    Place take() {
        return taken.getAndUpdate(count -> count < most ? count + 1 : count) < most ? new Place(this, users) : null;
    }

    int taken() {
        return taken.get();
    }

    void giveBack() {
        taken.decrementAndGet();
    }
}
