package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;
import static io.carillon.redis.core.Text.text;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Lease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Who is where. What stands under a target is read first and the leases of those who wrote it afterwards, so a write that was
 * done before the query began is seen under a lease that lived after it.
 */
final class StoreQueries {
    private static final Target EVERYONE = new Target.Everyone();

    private final RedisKeys keys;
    private final ScriptCalls calls;
    private final StoreLeases leases;

    StoreQueries(RedisKeys keys, ScriptCalls calls, StoreLeases leases) {
        this.keys = keys;
        this.calls = calls;
        this.leases = leases;
    }

    CompletableFuture<Page<Member>> members(Target target, Page.Request page) {
        if (target instanceof Target.Connection one) {
            return find(one.id()).thenApply(found -> new Page<>(found, Optional.empty()));
        }
        boolean first = page.from().equals(Page.Cursor.START);
        Optional<ConnectionId> last = first
                ? Optional.empty()
                : Optional.of(ConnectionId.parse(page.from().value()));
        Bounds bounds = new Bounds(
                last.map(id -> RedisKeys.encode(id.instance().value())).orElse(""),
                last.map(id -> "(" + RedisKeys.sortable(id) + ";").orElse("-"),
                page.size() + 1);
        return read(RedisKeys.encode(target), bounds, new HashSet<>()).thenApply(found -> toPage(found, page.size()));
    }

    CompletableFuture<Long> count(Target target) {
        if (target instanceof Target.Connection one) {
            return find(one.id()).thenApply(found -> (long) found.size());
        }
        String encoded = RedisKeys.encode(target);
        return calls.call(Script.SIZES, List.of(keys.holders(encoded)), List.of(text(keys.memberStem(encoded))))
                .thenCompose(answer -> {
                    Map<Lease, Long> sizes = new LinkedHashMap<>();
                    for (int i = 0; i < answer.size(); i += 2) {
                        sizes.put(RedisKeys.parseHolder(string(answer.get(i))), (Long) answer.get(i + 1));
                    }
                    return leases.live(sizes.keySet())
                            .thenApply(
                                    live -> live.stream().mapToLong(sizes::get).sum());
                });
    }

    CompletableFuture<Set<String>> groups(ConnectionId id) {
        return calls.call(
                        Script.GROUPS,
                        List.of(keys.lease(id.instance())),
                        List.of(text(id.number()), text(keys.indexStem(id.instance()))))
                .thenApply(answer -> {
                    Set<String> groups = new LinkedHashSet<>();
                    for (Object encoded : answer) {
                        if (RedisKeys.parseTarget(string(encoded)) instanceof Target.Group group) {
                            groups.add(group.name());
                        }
                    }
                    return groups;
                });
    }

    /** A connection is behind everyone, and stands there at a known place. */
    private CompletableFuture<List<Member>> find(ConnectionId id) {
        Bounds bounds = new Bounds(RedisKeys.encode(id.instance().value()), "[" + RedisKeys.sortable(id), 1);
        return read(RedisKeys.encode(EVERYONE), bounds, new HashSet<>())
                .thenApply(found -> found.stream()
                        .map(Found::member)
                        .flatMap(Optional::stream)
                        .filter(member -> member.id().equals(id))
                        .toList());
    }

    /** Reads a part, and if there are dead ones in it reads it again without them. */
    private CompletableFuture<List<Found>> read(String target, Bounds bounds, Set<Lease> dead) {
        List<byte[]> args = new ArrayList<>();
        args.add(text(keys.memberStem(target)));
        args.add(text(bounds.instance()));
        args.add(text(bounds.from()));
        args.add(text(bounds.size()));
        dead.forEach(holder -> args.add(text(RedisKeys.holder(holder))));
        return calls.call(Script.PAGE, List.of(keys.holders(target)), args).thenCompose(answer -> {
            List<Found> found = new ArrayList<>();
            Set<Lease> holders = new LinkedHashSet<>();
            for (int i = 0; i < answer.size(); i += 2) {
                Lease holder = RedisKeys.parseHolder(string(answer.get(i)));
                holders.add(holder);
                found.add(new Found(holder, (byte[]) answer.get(i + 1)));
            }
            return leases.live(holders).thenCompose(live -> {
                if (live.size() == holders.size()) {
                    return CompletableFuture.completedFuture(found);
                }
                holders.removeAll(live);
                dead.addAll(holders);
                return read(target, bounds, dead);
            });
        });
    }

    /** A cursor is the last connection of the page before; one more than the page was read, to know whether there is a next. */
    private static Page<Member> toPage(List<Found> found, int size) {
        List<Found> shown = found.size() > size ? found.subList(0, size) : found;
        List<Member> members =
                shown.stream().map(Found::member).flatMap(Optional::stream).toList();
        Optional<Page.Cursor> next = found.size() > size
                ? Optional.of(new Page.Cursor(shown.get(size - 1).id().toString()))
                : Optional.empty();
        return new Page<>(members, next);
    }

    /**
     * Which part.
     *
     * @param instance where to begin, encoded; nothing for the first one
     * @param from where to begin in it, as a bound of the sorted set
     * @param size how many
     */
    private record Bounds(String instance, String from, int size) {}

    /**
     * What was read.
     *
     * @param holder under whose lease
     * @param entry as it stands there
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(Lease holder, byte[] entry) {

        ConnectionId id() {
            return Entries.id(holder.instance(), entry);
        }

        Optional<Member> member() {
            return Entries.read(holder.instance(), entry);
        }
    }
}
