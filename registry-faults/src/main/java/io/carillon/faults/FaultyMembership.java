package io.carillon.faults;

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
import java.util.function.Supplier;

/** A store at the other end of a {@link FaultyLink}. */
final class FaultyMembership implements MembershipStore {
    private final MembershipStore store;
    private final FaultyLink link;

    FaultyMembership(MembershipStore store, FaultyLink link) {
        this.store = store;
        this.link = link;
    }

    /** What has the same key takes effect in its order. */
    private <T> CompletionStage<T> ask(Object key, Supplier<CompletionStage<T>> call) {
        return link.call("store " + key, call, result -> {});
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return ask("lease", () -> store.acquire(instance, above, duration));
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return ask("lease", () -> store.renew(lease));
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        check(targets);
        return ask(member.id(), () -> store.add(lease, member, targets));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        check(targets);
        return ask(id, () -> store.remove(lease, id, targets));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return ask("query", () -> store.members(target, page));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return ask("query", () -> store.count(target));
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return ask("query", () -> store.groups(id));
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return ask("query", store::leases);
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return ask("purge", () -> store.purge(lease, limit));
    }

    /** Thrown at once: over the link it would be an answer. */
    private static void check(Set<Target> targets) {
        if (targets.stream().anyMatch(Target.Connection.class::isInstance)) {
            throw new IllegalArgumentException(
                    "nothing is written under one connection, expected a group, a user or everyone");
        }
    }
}
