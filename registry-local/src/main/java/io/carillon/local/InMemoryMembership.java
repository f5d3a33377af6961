package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Who is where, in one JVM: {@link InMemoryRows} and {@link InMemoryLeases} under one lock. */
final class InMemoryMembership implements MembershipStore {
    private final ReentrantLock lock = new ReentrantLock();
    private final InMemoryLeases leases;
    private final InMemoryRows rows = new InMemoryRows();
    private boolean closed;

    InMemoryMembership(HubRuntime runtime) {
        this.leases = new InMemoryLeases(runtime);
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return locked(() -> leases.acquire(instance, above, duration));
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return locked(() -> leases.renew(lease));
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        check(targets);
        return locked(() -> {
            if (!leases.isLive(lease)) {
                throw new LeaseLostException("the lease of " + lease.instance() + " has run out");
            }
            return rows.add(lease, member, targets);
        });
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        check(targets);
        return locked(() -> rows.remove(lease, id, targets));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return locked(() -> page(rows.behind(target), page));
    }

    /** O(1) while all leases live. */
    @Override
    public CompletionStage<Long> count(Target target) {
        return locked(() -> {
            List<InMemoryRows.Row> behind = rows.behind(target);
            return leases.allLive()
                    ? behind.size()
                    : behind.stream().filter(row -> leases.isLive(row.lease())).count();
        });
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return locked(() -> {
            Set<String> groups = new LinkedHashSet<>();
            rows.find(id).filter(row -> leases.isLive(row.lease())).ifPresent(row -> {
                for (Target target : row.targets()) {
                    if (target instanceof Target.Group group) {
                        groups.add(group.name());
                    }
                }
            });
            return groups;
        });
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return locked(leases::states);
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return locked(() -> {
            leases.end(lease);
            List<Departure> departures = rows.purge(lease, limit);
            if (departures.isEmpty()) {
                leases.forget(lease);
            }
            return departures;
        });
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    void expire(InstanceId instance) {
        lock.lock();
        try {
            leases.expire(instance);
        } finally {
            lock.unlock();
        }
    }

    /** Loses everything, as a broker does that comes back empty. */
    void forget() {
        lock.lock();
        try {
            leases.clear();
            rows.clear();
        } finally {
            lock.unlock();
        }
    }

    /** A cursor is the last connection of the page before. */
    private Page<Member> page(List<InMemoryRows.Row> behind, Page.Request page) {
        int from = page.from().equals(Page.Cursor.START)
                ? 0
                : InMemoryRows.after(behind, ConnectionId.parse(page.from().value()));
        List<Member> items = new ArrayList<>();
        for (InMemoryRows.Row row : behind.subList(from, behind.size())) {
            if (!leases.isLive(row.lease())) {
                continue;
            }
            if (items.size() == page.size()) {
                ConnectionId last = items.get(items.size() - 1).id();
                return new Page<>(items, Optional.of(new Page.Cursor(last.toString())));
            }
            items.add(row.member());
        }
        return new Page<>(items, Optional.empty());
    }

    private static void check(Set<Target> targets) {
        for (Target target : targets) {
            if (target instanceof Target.Connection) {
                throw new IllegalArgumentException(
                        "nothing is written under one connection, expected a group, a user or everyone");
            }
        }
    }

    private <T> CompletionStage<T> locked(Supplier<T> work) {
        lock.lock();
        try {
            return closed
                    ? CompletableFuture.failedStage(new BackplaneUnavailableException("the backplane is closed"))
                    : CompletableFuture.completedFuture(work.get());
        } catch (LeaseLostException e) {
            return CompletableFuture.failedStage(e);
        } finally {
            lock.unlock();
        }
    }
}
