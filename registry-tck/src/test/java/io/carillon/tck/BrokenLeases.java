package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.InstanceId;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Departure;
import io.carillon.spi.MembershipStore.LeaseState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What can be wrong with leases and with clearing up: the rules MS-1, MS-2, MS-8, MS-9 and MS-11. */
final class BrokenLeases {
    private BrokenLeases() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane(
                        "MS-1.1",
                        "a lease is given that is not written down",
                        acquiring((real, asked) ->
                                CompletableFuture.completedStage(new Lease(asked.instance(), asked.epoch() + 1)))),
                ofBackplane(
                        "MS-1.2",
                        "epochs start anew",
                        acquiring((real, asked) -> real.membership().acquire(asked.instance(), 0, StoreTests.LONG))),
                ofBackplane("MS-1.3", "an earlier lease lives on", Lenient::new),
                ofBackplane(
                        "MS-1.4",
                        "a lease never ends",
                        acquiring((real, asked) ->
                                real.membership().acquire(asked.instance(), asked.epoch(), StoreTests.LONG))),
                ofBackplane("MS-1.5", "case is folded", folding()),
                ofBackplane("MS-10.3", "case is folded", folding()),
                ofBackplane("MS-2.1", "a renewal is confirmed and not done", renewing((real, lease) -> yes())),
                ofBackplane(
                        "MS-2.2",
                        "a renewal of a dead lease is confirmed",
                        renewing((real, lease) -> real.membership().renew(lease).thenApply(lives -> true))),
                ofBackplane("MS-2.3", "an unknown lease is renewed", renewing((real, lease) -> yes())),
                ofBackplane("MS-2.4", "a forgotten lease is renewed", renewing((real, lease) -> yes())),
                ofBackplane("MS-8.1", "dead leases are not shown", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<List<LeaseState>> leases() {
                        return super.leases()
                                .thenApply(states ->
                                        states.stream().filter(LeaseState::live).toList());
                    }
                }),
                ofBackplane(
                        "MS-9.1",
                        "some of what is cleared up is not told",
                        purging((real, lease, limit) -> real.purge(lease, limit)
                                .thenApply(departures -> departures.stream()
                                        .filter(departure -> !(departure.target() instanceof Target.User))
                                        .toList()))),
                ofBackplane(
                        "MS-9.2",
                        "all is cleared up at once",
                        purging((real, lease, limit) -> real.purge(lease, 1_000))),
                ofBackplane("MS-9.3", "what is cleared up is told twice", Repeating::new),
                ofBackplane(
                        "MS-9.4",
                        "everybody is the last",
                        purging((real, lease, limit) -> real.purge(lease, limit)
                                .thenApply(departures -> departures.stream()
                                        .map(one -> new Departure(one.member(), one.target(), true))
                                        .toList()))),
                ofBackplane(
                        "MS-9.5",
                        "the living are spared",
                        purging((real, lease, limit) -> real.renew(lease)
                                .thenCompose(lives -> lives
                                        ? CompletableFuture.completedStage(List.<Departure>of())
                                        : real.purge(lease, limit)))),
                ofBackplane("MS-9.6", "the whole instance is cleared up", Thorough::new),
                ofBackplane("MS-9.7", "an unknown lease is every lease", Thorough::new),
                ofBackplane(
                        "MS-11.1",
                        "the driver's errors come through",
                        renewing((real, lease) -> real.membership()
                                .renew(lease)
                                .exceptionallyCompose(error ->
                                        CompletableFuture.failedStage(new IllegalStateException("the driver's"))))));
    }

    private static CompletionStage<Boolean> yes() {
        return CompletableFuture.completedStage(true);
    }

    /** Asked is the instance, with the epoch above which the lease is to be. */
    private static UnaryOperator<Backplane> acquiring(BiFunction<Backplane, Lease, CompletionStage<Lease>> how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
                return how.apply(real, new Lease(instance, above));
            }
        };
    }

    private static UnaryOperator<Backplane> folding() {
        return acquiring((real, asked) -> real.membership()
                .acquire(
                        new InstanceId(asked.instance().value().toLowerCase(Locale.ROOT)),
                        asked.epoch(),
                        StoreTests.LONG));
    }

    private static UnaryOperator<Backplane> renewing(BiFunction<Backplane, Lease, CompletionStage<Boolean>> how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Boolean> renew(Lease lease) {
                return how.apply(real, lease);
            }
        };
    }

    private static UnaryOperator<Backplane> purging(Purge how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
                return how.purge(real.membership(), lease, limit);
            }
        };
    }

    @FunctionalInterface
    private interface Purge {
        CompletionStage<List<Departure>> purge(MembershipStore real, Lease lease, int limit);
    }

    /** Whoever takes a lease again is given a new one that nobody has heard of. */
    private static final class Lenient extends ForwardingBackplane {
        private final Map<InstanceId, Lease> known = new HashMap<>();

        Lenient(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
            Lease first = known.get(instance);
            return first != null
                    ? CompletableFuture.completedStage(new Lease(instance, first.epoch() + 1))
                    : super.acquire(instance, above, duration).thenApply(lease -> {
                        known.put(instance, lease);
                        return lease;
                    });
        }
    }

    private static final class Repeating extends ForwardingBackplane {
        private volatile List<Departure> told = List.of();

        Repeating(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
            return super.purge(lease, limit).thenApply(departures -> {
                List<Departure> again = departures.isEmpty() ? told : departures;
                told = departures;
                return again;
            });
        }
    }

    /** Clears up, beside what it should, all leases that it has given out. */
    private static final class Thorough extends ForwardingBackplane {
        private final List<Lease> given = new ArrayList<>();

        Thorough(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
            return super.acquire(instance, above, duration).thenApply(lease -> {
                given.add(lease);
                return lease;
            });
        }

        @Override
        public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
            given.forEach(one -> super.purge(one, limit));
            return super.purge(lease, limit);
        }
    }
}
