package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row for each connection, and for each target the rows behind it, sorted by connection. A newcomer has the highest
 * number of its instance, so it is mostly appended. Used under the lock of {@link InMemoryMembership}.
 */
final class InMemoryRows {
    private static final Target EVERYONE = new Target.Everyone();
    private static final Target[] NONE = {};
    /** Most writes change one or two places. */
    private static final int FEW = 4;

    private final NavigableMap<ConnectionId, Row> rows = new TreeMap<>();
    private final Map<Target, List<Row>> byTarget = new HashMap<>();

    Change add(Lease lease, Member member, Set<Target> targets) {
        Row before = rows.get(member.id());
        Set<Target> changed = new LinkedHashSet<>(FEW);
        Set<Target> flipped = new LinkedHashSet<>(FEW);
        for (Target target : targets) {
            if (before == null || !before.isBehind(target)) {
                changed.add(target);
                if (!target.equals(EVERYONE) && !byTarget.containsKey(target)) {
                    flipped.add(target);
                }
            }
        }
        if (before != null && !before.lease.equals(lease)) {
            for (Target target : before.targets.clone()) {
                if (!targets.contains(target)) {
                    changed.add(target);
                    if (take(before, target) && !target.equals(EVERYONE)) {
                        flipped.add(target);
                    }
                }
            }
        }
        Row row = before;
        if (row == null || !row.lease.equals(lease) || !row.member.equals(member)) {
            row = replace(row, new Row(member, lease));
        }
        for (Target target : targets) {
            if (!row.isBehind(target)) {
                row.targets = with(row.targets, target);
                List<Row> behind = byTarget.computeIfAbsent(target, any -> new ArrayList<>(1));
                behind.add(after(behind, member.id()), row);
            }
        }
        return new Change(changed, flipped);
    }

    Change remove(Lease lease, ConnectionId id, Set<Target> targets) {
        Set<Target> changed = new LinkedHashSet<>(FEW);
        Set<Target> flipped = new LinkedHashSet<>(FEW);
        Row row = rows.get(id);
        if (row != null && row.lease.equals(lease)) {
            for (Target target : targets) {
                if (row.isBehind(target)) {
                    changed.add(target);
                    if (take(row, target) && !target.equals(EVERYONE)) {
                        flipped.add(target);
                    }
                }
            }
        }
        return new Change(changed, flipped);
    }

    List<Departure> purge(Lease lease, int limit) {
        List<Departure> departures = new ArrayList<>();
        List<Row> dead = rows.tailMap(new ConnectionId(lease.instance(), 0)).values().stream()
                .takeWhile(row -> row.member.id().instance().equals(lease.instance()))
                .filter(row -> row.lease.equals(lease))
                .limit(limit)
                .toList();
        for (Row row : dead) {
            for (Target target : row.targets.clone()) {
                if (departures.size() < limit) {
                    departures.add(new Departure(row.member, target, take(row, target)));
                }
            }
        }
        return departures;
    }

    /** Those behind a target, sorted by connection; a view. */
    List<Row> behind(Target target) {
        if (target instanceof Target.Connection one) {
            return find(one.id()).filter(row -> row.isBehind(EVERYONE)).stream().toList();
        }
        return byTarget.getOrDefault(target, List.of());
    }

    Optional<Row> find(ConnectionId id) {
        return Optional.ofNullable(rows.get(id));
    }

    void clear() {
        rows.clear();
        byTarget.clear();
    }

    /** Where the first row behind this connection stands, by binary search. */
    static int after(List<Row> sorted, ConnectionId id) {
        int low = 0;
        int high = sorted.size();
        if (high > 0 && sorted.get(high - 1).member.id().compareTo(id) <= 0) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).member.id().compareTo(id) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A new row stands where the old one stood, unless the old one is dead: then it stands nowhere yet. */
    private Row replace(@Nullable Row old, Row row) {
        if (old != null) {
            boolean sameLease = old.lease.equals(row.lease);
            for (Target target : old.targets.clone()) {
                List<Row> behind = byTarget.getOrDefault(target, List.of());
                int slot = after(behind, row.member.id()) - 1;
                if (sameLease) {
                    behind.set(slot, row);
                    row.targets = with(row.targets, target);
                } else {
                    take(old, target);
                }
            }
        }
        rows.put(row.member.id(), row);
        return row;
    }

    /** True if nobody is behind the target any more. */
    private boolean take(Row row, Target target) {
        row.targets = without(row.targets, target);
        if (row.targets.length == 0) {
            rows.remove(row.member.id(), row);
        }
        List<Row> behind = byTarget.getOrDefault(target, List.of());
        behind.remove(after(behind, row.member.id()) - 1);
        if (behind.isEmpty()) {
            byTarget.remove(target);
        }
        return behind.isEmpty();
    }

    private static Target[] with(Target[] some, Target more) {
        Target[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }

    private static Target[] without(Target[] all, Target one) {
        return all.length == 1
                ? NONE
                : Arrays.stream(all).filter(target -> !target.equals(one)).toArray(Target[]::new);
    }

    /** A connection as it was written under one lease, and what it is behind. */
    static final class Row {
        private final Member member;
        private final Lease lease;
        private Target[] targets = NONE;

        Row(Member member, Lease lease) {
            this.member = member;
            this.lease = lease;
        }

        Member member() {
            return member;
        }

        Lease lease() {
            return lease;
        }

        Target[] targets() {
            return targets;
        }

        boolean isBehind(Target target) {
            for (Target one : targets) {
                if (one.equals(target)) {
                    return true;
                }
            }
            return false;
        }
    }
}
