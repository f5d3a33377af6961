package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.MembershipStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Who is where, in one JVM: two sorted maps under one lock. */
final class InMemoryMembership implements MembershipStore {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<InstanceId> instances = new TreeSet<>();
    private final Map<Target, NavigableMap<ConnectionId, Member>> byTarget = new HashMap<>();
    private final NavigableMap<ConnectionId, Set<Target>> byConnection = new TreeMap<>();
    private boolean closed;

    @Override
    public CompletionStage<Void> enter(InstanceId instance) {
        return write(() -> instances.add(instance));
    }

    @Override
    public CompletionStage<Void> purge(InstanceId instance) {
        return write(() -> {
            instances.remove(instance);
            List<ConnectionId> gone = byConnection.tailMap(new ConnectionId(instance, 0)).keySet().stream()
                    .takeWhile(id -> id.instance().equals(instance))
                    .toList();
            gone.forEach(
                    id -> Set.copyOf(byConnection.getOrDefault(id, Set.of())).forEach(target -> take(id, target)));
        });
    }

    @Override
    public CompletionStage<Void> add(Member member, Set<Target> targets) {
        return write(() -> targets.forEach(target -> put(member, target)));
    }

    @Override
    public CompletionStage<Void> remove(ConnectionId id, Set<Target> targets) {
        return write(() -> targets.forEach(target -> take(id, target)));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return read(() -> page(behind(target), page));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return read(() -> (long) behind(target).size());
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return read(() -> {
            Set<String> groups = new LinkedHashSet<>();
            for (Target target : byConnection.getOrDefault(id, Set.of())) {
                if (target instanceof Target.Group group) {
                    groups.add(group.name());
                }
            }
            return groups;
        });
    }

    @Override
    public CompletionStage<Set<InstanceId>> instances() {
        return read(() -> new LinkedHashSet<>(instances));
    }

    void close() {
        locked(() -> closed = true);
    }

    private void put(Member member, Target target) {
        byTarget.computeIfAbsent(target, any -> new TreeMap<>()).put(member.id(), member);
        byConnection.computeIfAbsent(member.id(), any -> new LinkedHashSet<>(4)).add(target);
    }

    private void take(ConnectionId id, Target target) {
        byTarget.computeIfPresent(target, (same, members) -> {
            members.remove(id);
            return members.isEmpty() ? null : members;
        });
        byConnection.computeIfPresent(id, (same, targets) -> {
            targets.remove(target);
            return targets.isEmpty() ? null : targets;
        });
    }

    private NavigableMap<ConnectionId, Member> behind(Target target) {
        if (target instanceof Target.One one) {
            Member member = byTarget.getOrDefault(new Target.Everyone(), new TreeMap<>())
                    .get(one.id());
            return member == null ? new TreeMap<>() : new TreeMap<>(Map.of(one.id(), member));
        }
        return byTarget.getOrDefault(target, new TreeMap<>());
    }

    /** A cursor is the last connection of the page before. */
    private static Page<Member> page(NavigableMap<ConnectionId, Member> members, Page.Request page) {
        NavigableMap<ConnectionId, Member> rest = page.from().equals(Page.Cursor.START)
                ? members
                : members.tailMap(ConnectionId.parse(page.from().value()), false);
        List<Member> items = new ArrayList<>();
        for (Member member : rest.values()) {
            if (items.size() == page.size()) {
                ConnectionId last = items.get(items.size() - 1).id();
                return new Page<>(items, Optional.of(new Page.Cursor(last.toString())));
            }
            items.add(member);
        }
        return new Page<>(items, Optional.empty());
    }

    private CompletionStage<Void> write(Runnable change) {
        return read(() -> {
            change.run();
            return null;
        });
    }

    private <T> CompletionStage<T> read(Supplier<T> query) {
        return locked(() -> closed
                ? CompletableFuture.failedStage(new BackplaneUnavailableException("the backplane is closed"))
                : CompletableFuture.completedStage(query.get()));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
