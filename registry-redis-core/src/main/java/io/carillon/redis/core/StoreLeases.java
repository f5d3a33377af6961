package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;
import static io.carillon.redis.core.Text.text;

import io.carillon.InstanceId;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.LeaseState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Leases, by the clock of the server on which each one lies, and the list of the instances that have any. */
final class StoreLeases {
    private static final int LEASES_TO_OUTLIVE = 10;
    /** The index and the members are written again every half minute; they must not expire in between, however short the lease. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);

    private final RedisKeys keys;
    private final ScriptCalls calls;

    StoreLeases(RedisKeys keys, ScriptCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    /** The lease first, then the list, so that who finds nothing behind a name on the list may take it off. */
    CompletableFuture<Lease> acquire(InstanceId instance, long above, Duration duration) {
        long life = Math.max(LEASES_TO_OUTLIVE * duration.toMillis(), SHORTEST_LIFE.toMillis());
        return calls.call(
                        Script.ACQUIRE,
                        List.of(keys.lease(instance)),
                        List.of(text(above), text(duration.toMillis()), text(life)))
                .thenCompose(answer -> list(instance, (Long) answer.get(1), life)
                        .thenApply(listed -> new Lease(instance, (Long) answer.get(0))));
    }

    /** It lives if the lease says so, whatever becomes of the list; the next renewal puts it there again. */
    CompletableFuture<Boolean> renew(Lease lease) {
        return calls.call(Script.RENEW, List.of(keys.lease(lease.instance())), List.of(text(lease.epoch())))
                .thenApply(answer -> {
                    if (answer.isEmpty()) {
                        return false;
                    }
                    list(lease.instance(), (Long) answer.get(0), (Long) answer.get(1));
                    return true;
                });
    }

    CompletableFuture<List<LeaseState>> all() {
        return calls.call(Script.INSTANCES, List.of(keys.instances()), List.of())
                .thenCompose(names -> {
                    Set<InstanceId> instances = new HashSet<>();
                    names.forEach(name -> instances.add(new InstanceId(RedisKeys.decode(string(name)))));
                    return of(instances).thenApply(known -> {
                        List<LeaseState> states = new ArrayList<>();
                        known.forEach((instance, leases) -> {
                            if (leases.isEmpty()) {
                                unlist(instance, leases.time());
                            }
                            states.addAll(leases.states(instance));
                        });
                        return states;
                    });
                });
    }

    /** Which of these holders live. */
    CompletableFuture<Set<Lease>> live(Collection<Lease> holders) {
        Set<InstanceId> instances = new HashSet<>();
        holders.forEach(holder -> instances.add(holder.instance()));
        return of(instances).thenApply(known -> {
            Set<Lease> live = new HashSet<>(holders);
            live.removeIf(holder -> {
                Known leases = known.get(holder.instance());
                return leases == null || leases.live() != holder.epoch();
            });
            return live;
        });
    }

    /** Takes an instance off the list that had no lease at that time, by its own server's clock. */
    CompletableFuture<?> unlist(InstanceId instance, long time) {
        return calls.call(
                Script.UNLIST,
                List.of(keys.instances()),
                List.of(text(RedisKeys.encode(instance.value())), text(time)));
    }

    private CompletableFuture<?> list(InstanceId instance, long time, long life) {
        return calls.call(
                Script.LIST,
                List.of(keys.instances()),
                List.of(text(RedisKeys.encode(instance.value())), text(time), text(life)));
    }

    /** Side by side, one command each. */
    private CompletableFuture<Map<InstanceId, Known>> of(Set<InstanceId> instances) {
        Map<InstanceId, CompletableFuture<Known>> asked = new LinkedHashMap<>();
        for (InstanceId instance : instances) {
            asked.put(
                    instance,
                    calls.call(Script.LEASE, List.of(keys.lease(instance)), List.of())
                            .thenApply(Known::of));
        }
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    Map<InstanceId, Known> known = new LinkedHashMap<>();
                    asked.forEach((instance, answer) -> known.put(instance, answer.join()));
                    return known;
                });
    }

    /**
     * What is known of an instance.
     *
     * @param time of the server that knows it
     * @param live the epoch that lives, 0 for none
     * @param dead the epochs that are not cleared up
     */
    private record Known(long time, long live, List<Long> dead) {

        static Known of(List<Object> answer) {
            List<Long> dead = new ArrayList<>();
            answer.subList(2, answer.size()).forEach(epoch -> dead.add((Long) epoch));
            return new Known((Long) answer.get(0), (Long) answer.get(1), dead);
        }

        boolean isEmpty() {
            return live == 0 && dead.isEmpty();
        }

        List<LeaseState> states(InstanceId instance) {
            List<LeaseState> states = new ArrayList<>();
            if (live != 0) {
                states.add(new LeaseState(new Lease(instance, live), true));
            }
            dead.forEach(epoch -> states.add(new LeaseState(new Lease(instance, epoch), false)));
            return states;
        }
    }
}
