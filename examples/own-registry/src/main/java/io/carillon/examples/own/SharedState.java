package io.carillon.examples.own;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands for your database, with three tables:
 *
 * <pre>
 * instance   (id, expires)
 * connection (id, instance REFERENCES instance ON DELETE CASCADE, user_name, attributes)
 * membership (connection REFERENCES connection ON DELETE CASCADE, group_name)
 * </pre>
 *
 * <p>Each method is a statement or two, and may block. Each leaves out what belongs to an instance that has expired, so a
 * crashed instance, which clears up nothing, vanishes all the same. This one holds it all in the memory of one JVM.
 */
final class SharedState {
    private final Map<InstanceId, Instant> expiries = new ConcurrentHashMap<>();
    private final NavigableMap<ConnectionId, Row> rows = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    /** The clock is the database's, the only one: the clocks of two instances are never compared. */
    SharedState(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * An instance lives. Clears up behind those that do not.
     *
     * @param life how long it is taken for alive, unless it says so again
     * @return false if it is new, or had expired, and with it all its connections
     */
    boolean renew(InstanceId instance, Duration life) {
        expiries.keySet().stream().filter(other -> !isAlive(other)).forEach(this::remove);
        return expiries.put(instance, clock.instant().plus(life)) != null;
    }

    /** An instance and all its connections are gone. Returns whether it was there. */
    boolean remove(InstanceId instance) {
        rows.keySet().removeIf(id -> id.instance().equals(instance));
        return expiries.remove(instance) != null;
    }

    /** A connection is there, in no group. Fails with {@link LeaseLostException} if its instance is not. */
    JoinResult add(Member member) {
        if (!isAlive(member.id().instance())) {
            throw new LeaseLostException("instance " + member.id().instance() + " has expired");
        }
        rows.put(member.id(), new Row(member, Set.of()));
        return JoinResult.JOINED;
    }

    /** A connection is gone. Returns whether it was there. */
    boolean remove(ConnectionId id) {
        return rows.remove(id) != null;
    }

    /** A connection is in a group. Fails with {@link UnknownConnectionException} if it is not there. */
    JoinResult join(ConnectionId id, Target.Group group) {
        if (!isAlive(id.instance()) || rows.computeIfPresent(id, (same, row) -> row.with(group)) == null) {
            throw new UnknownConnectionException("no connection " + id);
        }
        return JoinResult.JOINED;
    }

    /** A connection is not in a group. Returns whether the connection is there. */
    boolean leave(ConnectionId id, Target.Group group) {
        return rows.computeIfPresent(id, (same, row) -> row.without(group)) != null;
    }

    /** Where a connection lives. Fails with {@link UnknownConnectionException} if it is not there. */
    InstanceId owner(ConnectionId id) {
        return find(id).orElseThrow(() -> new UnknownConnectionException("no connection " + id))
                .member()
                .id()
                .instance();
    }

    /** The groups that a connection is in; none if it is not there. */
    Set<String> groups(ConnectionId id) {
        return find(id).map(Row::groups).orElse(Set.of());
    }

    /**
     * A page of those behind a target: {@code … WHERE … AND id > :last ORDER BY id LIMIT :size + 1}. The one too many only
     * says that there is a next page.
     */
    Page<Member> members(Target target, Optional<ConnectionId> last, int size) {
        List<Member> found = live(last.map(id -> rows.tailMap(id, false)).orElse(rows))
                .filter(row -> row.isBehind(target))
                .map(Row::member)
                .limit(size + 1L)
                .toList();
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        List<Member> items = found.subList(0, size);
        return new Page<>(
                items, Optional.of(new Page.Cursor(items.get(size - 1).id().toString())));
    }

    /** Those whom an audience means, by where they live. */
    Map<InstanceId, Set<ConnectionId>> behind(Audience audience) {
        return live(rows)
                .filter(row -> audience.targets().stream().anyMatch(row::isBehind))
                .filter(row -> audience.exceptions().stream().noneMatch(row::isBehind))
                .map(row -> row.member().id())
                .collect(Collectors.groupingBy(ConnectionId::instance, Collectors.toSet()));
    }

    private Optional<Row> find(ConnectionId id) {
        return Optional.ofNullable(rows.get(id)).filter(row -> isAlive(id.instance()));
    }

    private Stream<Row> live(Map<ConnectionId, Row> some) {
        return some.values().stream().filter(row -> isAlive(row.member().id().instance()));
    }

    private boolean isAlive(InstanceId instance) {
        Instant expiry = expiries.get(instance);
        return expiry != null && clock.instant().isBefore(expiry);
    }

    private record Row(Member member, Set<String> groups) {
        Row with(Target.Group group) {
            Set<String> more = new HashSet<>(groups);
            more.add(group.name());
            return new Row(member, Set.copyOf(more));
        }

        Row without(Target.Group group) {
            Set<String> fewer = new HashSet<>(groups);
            fewer.remove(group.name());
            return new Row(member, Set.copyOf(fewer));
        }

        boolean isBehind(Target target) {
            if (target instanceof Target.Connection one) {
                return one.id().equals(member.id());
            }
            if (target instanceof Target.User user) {
                return member.user().equals(Optional.of(user.name()));
            }
            return !(target instanceof Target.Group group) || groups.contains(group.name());
        }
    }
}
