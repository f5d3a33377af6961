package io.carillon.redis.core;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Who is where, in Redis. The key layout, and what each operation costs, is in ADR 10. */
final class RedisMembershipStore implements MembershipStore {
    private final Turns<ConnectionId> turns = new Turns<>();
    private final StoreLeases leases;
    private final StoreWrites writes;
    private final StoreQueries queries;
    private final StorePurge purge;

    RedisMembershipStore(RedisKeys keys, ScriptCalls calls) {
        this.leases = new StoreLeases(keys, calls);
        this.writes = new StoreWrites(keys, calls);
        this.queries = new StoreQueries(keys, calls, leases);
        this.purge = new StorePurge(keys, calls, leases);
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return leases.acquire(instance, above, duration);
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return leases.renew(lease);
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        Set<Target> all = checked(targets);
        return turns.next(member.id(), () -> writes.add(lease, member, all));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        Set<Target> all = checked(targets);
        return turns.next(id, () -> writes.remove(lease, id, all));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return queries.members(target, page);
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return queries.count(target);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return queries.groups(id);
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return leases.all();
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return purge.purge(lease, limit);
    }

    private static Set<Target> checked(Set<Target> targets) {
        Set<Target> all = Set.copyOf(targets);
        all.forEach(RedisKeys::encode);
        return all;
    }
}
