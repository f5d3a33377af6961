package io.carillon.micrometer;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.micrometer.BrokerMeters.Operation;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store that is measured. */
final class ObservedStore implements MembershipStore {
    private final MembershipStore store;
    private final BrokerMeters meters;

    ObservedStore(MembershipStore store, BrokerMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        long asked = System.nanoTime();
        return meters.calls.time(Operation.LEASE, () -> store.acquire(instance, above, duration), lease -> {
            meters.leases.add();
            meters.leaseConfirmed(asked);
            return Outcome.DONE;
        });
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        long asked = System.nanoTime();
        return meters.calls.time(Operation.LEASE, () -> store.renew(lease), lives -> {
            if (lives) {
                meters.leaseConfirmed(asked);
            }
            return lives ? Outcome.DONE : Outcome.LEASE_LOST;
        });
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        return meters.calls.time(Operation.WRITE, () -> store.add(lease, member, targets));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        return meters.calls.time(Operation.WRITE, () -> store.remove(lease, id, targets));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return query(() -> store.members(target, page));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return query(() -> store.count(target));
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return query(() -> store.groups(id));
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return query(store::leases);
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return meters.calls.time(Operation.SWEEP, () -> store.purge(lease, limit));
    }

    private <T> CompletionStage<T> query(Supplier<CompletionStage<T>> call) {
        return meters.calls.time(Operation.QUERY, call);
    }
}
