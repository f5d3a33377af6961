package io.carillon.limits;

import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.spi.Connection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Who was let in at the handshake and has not been registered yet. What ties the two together is the {@link Authentication}: the very
 * object that was made for this handshake travels with it, and no client can forge it.
 *
 * <p><b>Threads.</b> Any thread may call.
 */
final class Arrivals {
    private final ConcurrentMap<Key, Arrival> expected = new ConcurrentHashMap<>();
    private final LimitsRuntime runtime;
    private final Refused refused;

    Arrivals(LimitsRuntime runtime, Refused refused) {
        this.runtime = runtime;
        this.refused = refused;
    }

    /**
     * One who may come.
     *
     * @param place what it holds
     * @param nobody whether it has yet to say who it is
     */
    record Arrival(Place place, boolean nobody) {}

    /**
     * Keeps a place for a time.
     *
     * @return false if it has been given back already
     */
    boolean expect(Authentication authentication, Arrival arrival) {
        Key key = new Key(authentication);
        expected.put(key, arrival);
        arrival.place.bound(runtime, Limits.ARRIVAL, () -> {
            if (expected.remove(key) != null) {
                refused.count(Limit.ARRIVAL);
                arrival.place.giveBack();
            }
        });
        if (arrival.place.isGivenBack()) {
            expected.remove(key);
            return false;
        }
        return true;
    }

    /** Whom a connection was let in as, the first time; empty for one that came by another way, or too late. */
    Optional<Arrival> claim(Connection connection) {
        if (!(connection instanceof JakartaConnection ours)) {
            return Optional.empty();
        }
        Optional<Arrival> arrival =
                ours.authentication().map(authentication -> expected.remove(new Key(authentication)));
        arrival.ifPresent(come -> come.place.unbound());
        return arrival;
    }

    /** Equal to one of the same object only: two clients may be let in as the same. */
    private static final class Key {
        private final Authentication authentication;

        Key(Authentication authentication) {
            this.authentication = authentication;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.authentication == authentication;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(authentication);
        }
    }
}
