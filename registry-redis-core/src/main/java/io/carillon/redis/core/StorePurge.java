package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;
import static io.carillon.redis.core.Text.text;

import io.carillon.Target;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Departure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Clears up behind a dead lease, bite by bite: what its index says, one removal for each target, then that much of the index. If
 * several do it, the server tells each entry to one of them.
 */
final class StorePurge {
    private final RedisKeys keys;
    private final ScriptCalls calls;
    private final StoreLeases leases;

    StorePurge(RedisKeys keys, ScriptCalls calls, StoreLeases leases) {
        this.keys = keys;
        this.calls = calls;
        this.leases = leases;
    }

    CompletableFuture<List<Departure>> purge(Lease lease, int limit) {
        return calls.call(
                        Script.BITE,
                        List.of(keys.lease(lease.instance()), keys.numbers(lease)),
                        List.of(text(lease.epoch()), text(keys.indexStem(lease.instance())), text(limit)))
                .thenCompose(answer -> answer.size() == 2 ? end(lease, answer) : take(lease, limit, answer));
    }

    private CompletableFuture<List<Departure>> end(Lease lease, List<Object> answer) {
        return answer.get(1).equals(1L)
                ? leases.unlist(lease.instance(), (Long) answer.get(0)).thenApply(done -> List.of())
                : CompletableFuture.completedFuture(List.of());
    }

    private CompletableFuture<List<Departure>> take(Lease lease, int limit, List<Object> answer) {
        Map<String, List<Long>> byTarget = new LinkedHashMap<>();
        Map<Long, List<String>> byNumber = new TreeMap<>();
        for (int i = 2; i < answer.size(); i += 2) {
            long number = Long.parseLong(string(answer.get(i)));
            String target = string(answer.get(i + 1));
            byTarget.computeIfAbsent(target, any -> new ArrayList<>()).add(number);
            byNumber.computeIfAbsent(number, any -> new ArrayList<>()).add(target);
        }
        List<CompletableFuture<List<Departure>>> taken = new ArrayList<>();
        byTarget.forEach((target, numbers) -> taken.add(take(lease, target, numbers)));
        return CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> forget(lease, byNumber))
                .thenCompose(done -> {
                    List<Departure> departures = new ArrayList<>();
                    taken.forEach(some -> departures.addAll(some.join()));
                    // All of it was told to others; only an empty index means that nothing is left.
                    return departures.isEmpty() ? purge(lease, limit) : CompletableFuture.completedFuture(departures);
                })
                .exceptionallyCompose(error -> CompletableFuture.failedStage(RedisErrors.ofPart(error)));
    }

    private CompletableFuture<List<Departure>> take(Lease lease, String encoded, List<Long> numbers) {
        List<byte[]> args = new ArrayList<>();
        args.add(text(RedisKeys.holder(lease)));
        numbers.forEach(number -> args.add(text(RedisKeys.sortable(number))));
        Target target = RedisKeys.parseTarget(encoded);
        return calls.call(Script.TAKE, List.of(keys.holders(encoded), keys.members(encoded, lease)), args)
                .thenApply(answer -> {
                    boolean nobodyLeft = answer.get(0).equals(1L);
                    List<Departure> departures = new ArrayList<>();
                    for (int i = 1; i < answer.size(); i++) {
                        boolean last = nobodyLeft && i == answer.size() - 1;
                        Entries.read(lease.instance(), (byte[]) answer.get(i))
                                .ifPresent(member -> departures.add(new Departure(member, target, last)));
                    }
                    return departures;
                });
    }

    private CompletableFuture<Void> forget(Lease lease, Map<Long, List<String>> byNumber) {
        List<CompletableFuture<?>> forgotten = new ArrayList<>();
        byNumber.forEach((number, targets) -> {
            List<byte[]> args = new ArrayList<>();
            args.add(text(number));
            targets.forEach(target -> args.add(text(target)));
            forgotten.add(calls.call(Script.LEAVE, List.of(keys.numbers(lease), keys.targets(lease, number)), args));
        });
        return CompletableFuture.allOf(forgotten.toArray(CompletableFuture<?>[]::new));
    }
}
