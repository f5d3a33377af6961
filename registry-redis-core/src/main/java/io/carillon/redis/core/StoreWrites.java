package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;
import static io.carillon.redis.core.Text.text;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a connection under targets and takes it away. First the instance's own index, fenced by its lease, then the targets,
 * side by side; on the way out the targets first. So the index never lacks what stands under a target, and clearing up by
 * it is complete.
 */
final class StoreWrites {
    private static final Target EVERYONE = new Target.Everyone();

    private final RedisKeys keys;
    private final ScriptCalls calls;

    StoreWrites(RedisKeys keys, ScriptCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    CompletableFuture<Change> add(Lease lease, Member member, Set<Target> targets) {
        List<byte[]> args = new ArrayList<>();
        args.add(text(lease.epoch()));
        args.add(text(member.id().number()));
        args.add(text(keys.indexStem(lease.instance())));
        targets.forEach(target -> args.add(text(RedisKeys.encode(target))));
        return calls.call(
                        Script.ENTER,
                        List.of(
                                keys.lease(lease.instance()),
                                keys.numbers(lease),
                                keys.targets(lease, member.id().number())),
                        args)
                .thenCompose(answer -> answer.isEmpty()
                        ? CompletableFuture.failedFuture(
                                new LeaseLostException("the lease of " + lease.instance() + " has run out"))
                        : write(lease, member, targets, answer));
    }

    /** Nothing is to be asked of the lease: what is dead may go too. */
    CompletableFuture<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        // Asked first: what fails later is perhaps a part.
        Optional<BackplaneUnavailableException> unavailable = calls.unavailable(keysOf(lease, targets));
        if (unavailable.isPresent()) {
            return CompletableFuture.failedFuture(unavailable.get());
        }
        Changes changes = new Changes();
        List<CompletableFuture<?>> taken = new ArrayList<>();
        for (Target target : targets) {
            taken.add(take(lease, id, target, changes));
        }
        return all(taken)
                .thenCompose(done -> forget(lease, id, targets))
                .thenApply(done -> changes.toChange())
                .exceptionallyCompose(error -> CompletableFuture.failedStage(RedisErrors.ofPart(error)));
    }

    private CompletableFuture<Change> write(Lease lease, Member member, Set<Target> targets, List<Object> answer) {
        Map<Target, List<Lease>> earlier = earlier(lease, answer);
        Changes changes = new Changes();
        List<CompletableFuture<?>> written = new ArrayList<>();
        for (Target target : targets) {
            written.add(
                    put(lease, member, target, (Long) answer.get(0), earlier.getOrDefault(target, List.of()), changes));
        }
        earlier.forEach((target, holders) -> {
            if (!targets.contains(target)) {
                holders.forEach(holder -> written.add(take(holder, member.id(), target, changes)));
            }
        });
        return all(written)
                .thenCompose(done -> forgetEarlier(member.id(), earlier))
                .thenApply(done -> changes.toChange())
                .exceptionallyCompose(error -> CompletableFuture.failedStage(RedisErrors.ofPart(error)));
    }

    private CompletableFuture<?> put(
            Lease lease, Member member, Target target, long life, List<Lease> earlier, Changes changes) {
        String encoded = RedisKeys.encode(target);
        List<byte[]> args = new ArrayList<>();
        args.add(text(RedisKeys.holder(lease)));
        args.add(text(RedisKeys.sortable(member.id())));
        args.add(Entries.write(member));
        args.add(text(life));
        args.add(text(keys.memberStem(encoded)));
        earlier.forEach(holder -> args.add(text(RedisKeys.holder(holder))));
        return calls.call(Script.PUT, List.of(keys.holders(encoded), keys.members(encoded, lease)), args)
                .thenAccept(answer -> {
                    if (answer.get(0).equals(1L)) {
                        changes.add(target, answer.get(1).equals(1L));
                    }
                });
    }

    private List<String> keysOf(Lease lease, Set<Target> targets) {
        List<String> names = new ArrayList<>();
        names.add(keys.numbers(lease));
        targets.forEach(target -> names.add(keys.holders(RedisKeys.encode(target))));
        return names;
    }

    private CompletableFuture<?> take(Lease lease, ConnectionId id, Target target, Changes changes) {
        String encoded = RedisKeys.encode(target);
        return calls.call(
                        Script.TAKE,
                        List.of(keys.holders(encoded), keys.members(encoded, lease)),
                        List.of(text(RedisKeys.holder(lease)), text(RedisKeys.sortable(id))))
                .thenAccept(answer -> {
                    if (answer.size() > 1) {
                        changes.add(target, answer.get(0).equals(1L));
                    }
                });
    }

    private CompletableFuture<?> forget(Lease lease, ConnectionId id, Set<Target> targets) {
        List<byte[]> args = new ArrayList<>();
        args.add(text(id.number()));
        targets.forEach(target -> args.add(text(RedisKeys.encode(target))));
        return calls.call(Script.LEAVE, List.of(keys.numbers(lease), keys.targets(lease, id.number())), args);
    }

    private CompletableFuture<?> forgetEarlier(ConnectionId id, Map<Target, List<Lease>> earlier) {
        Map<Lease, Set<Target>> byHolder = new LinkedHashMap<>();
        earlier.forEach((target, holders) -> holders.forEach(holder ->
                byHolder.computeIfAbsent(holder, any -> new LinkedHashSet<>()).add(target)));
        List<CompletableFuture<?>> forgotten = new ArrayList<>();
        byHolder.forEach((holder, targets) -> forgotten.add(forget(holder, id, targets)));
        return all(forgotten);
    }

    /** Where the connection still stands under dead epochs; mostly nowhere. */
    private static Map<Target, List<Lease>> earlier(Lease lease, List<Object> answer) {
        Map<Target, List<Lease>> earlier = new LinkedHashMap<>();
        for (Object row : answer.subList(1, answer.size())) {
            List<?> cells = (List<?>) row;
            Lease holder = new Lease(lease.instance(), Long.parseLong(string(cells.get(0))));
            for (Object cell : cells.subList(1, cells.size())) {
                earlier.computeIfAbsent(RedisKeys.parseTarget(string(cell)), any -> new ArrayList<>())
                        .add(holder);
            }
        }
        return earlier;
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<?>> some) {
        return CompletableFuture.allOf(some.toArray(CompletableFuture<?>[]::new));
    }

    /** What the targets' answers add up to. */
    private static final class Changes {
        private final Set<Target> changed = ConcurrentHashMap.newKeySet();
        private final Set<Target> flipped = ConcurrentHashMap.newKeySet();

        void add(Target target, boolean nobodyElse) {
            changed.add(target);
            if (nobodyElse && !target.equals(EVERYONE)) {
                flipped.add(target);
            }
        }

        Change toChange() {
            return new Change(Set.copyOf(changed), Set.copyOf(flipped));
        }
    }
}
