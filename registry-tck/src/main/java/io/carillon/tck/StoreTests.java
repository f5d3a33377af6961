package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import io.carillon.spi.MembershipStore.LeaseState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** Who is where, written by one instance ({@code store}) and read by another ({@code reader}). */
abstract class StoreTests extends BrokerTests {
    static final Target LOBBY = new Target.Group("lobby");
    static final Target KITCHEN = new Target.Group("kitchen");
    static final Target ADA = new Target.User("ada");
    static final Target EVERYONE = new Target.Everyone();
    static final Set<Target> NONE = Set.of();
    /** A lease that does not end within a test. */
    static final Duration LONG = Duration.ofHours(1);
    /** The shortest lease that there is. */
    static final Duration SHORT = Duration.ofSeconds(1);

    MembershipStore store;
    MembershipStore reader;

    @BeforeEach
    void openStores() {
        store = here.membership();
        reader = open().membership();
    }

    final Lease lease(String instance) {
        return lease(instance, 0);
    }

    final Lease lease(String instance, long above) {
        return deadline.done(store.acquire(instance(instance), above, LONG));
    }

    final Change add(Lease lease, long number, Target... targets) {
        return deadline.done(store.add(lease, member(lease, number), Set.of(targets)));
    }

    final Change remove(Lease lease, long number, Target... targets) {
        return deadline.done(store.remove(lease, id(lease, number), Set.of(targets)));
    }

    /** Ends a lease by its instance's taking the next one, which every store can do. */
    final Lease supersede(Lease lease) {
        return lease(lease.instance().value(), lease.epoch());
    }

    /** All departures of a lease. */
    final List<Departure> purge(Lease lease) {
        List<Departure> all = new ArrayList<>();
        List<Departure> some;
        do {
            some = deadline.done(store.purge(lease, 100));
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    /** Holds that exactly these are behind a target, whoever is asked and however. */
    final void behind(Target target, Member... expected) {
        for (MembershipStore asked : List.of(store, reader)) {
            assertThat(members(asked, target, 1_000)).containsExactlyInAnyOrder(expected);
            assertThat(deadline.done(asked.count(target)))
                    .as("count of %s", target)
                    .isEqualTo(expected.length);
        }
    }

    /** The whole answer, page by page. */
    final List<Member> members(MembershipStore asked, Target target, int pageSize) {
        return Pages.all(deadline, pageSize, page -> asked.members(target, page));
    }

    /** Whether a lease is shown, and lives. */
    final Optional<Boolean> state(Lease lease) {
        return deadline.done(reader.leases()).stream()
                .filter(state -> state.lease().equals(lease))
                .map(LeaseState::live)
                .findFirst();
    }

    static ConnectionId id(Lease lease, long number) {
        return new ConnectionId(lease.instance(), number);
    }

    static Member member(Lease lease, long number) {
        return new Member(id(lease, number), Optional.of("ada"), Map.of("since", "7"));
    }
}
