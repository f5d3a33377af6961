package io.carillon.benchmarks.heap;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Lease;
import io.carillon.spi.Subject;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * How much heap an idle connection holds that is in one group, with a user of its own or anonymous: the difference in live
 * heap between many connections and none. Not counted is what the transport makes anyway: the connection itself, its id, the
 * names of its user and its group.
 *
 * <p>The in-memory backplane's part is measured by itself, by writing and subscribing what the hub would; the hub's part is
 * the rest. A backplane with a broker keeps its part elsewhere.
 */
public final class IdleConnections {
    private static final int GROUP_SIZE = 100;

    private final InstanceId instance = new InstanceId("heap");
    private final int count;
    private final boolean users;

    private IdleConnections(int count, boolean users) {
        this.count = count;
        this.users = users;
    }

    /**
     * What one connection holds, in bytes.
     *
     * @param hub in the hub
     * @param backplane in the in-memory backplane
     * @param byClass both together, by class
     */
    public record Cost(double hub, double backplane, Map<String, Double> byClass) {}

    /**
     * Measures.
     *
     * @param count over how many connections
     * @param users whether each has a user of its own, which costs a subscription
     * @return the cost of one
     */
    public static Cost measure(int count, boolean users) {
        IdleConnections idle = new IdleConnections(count, users);
        double backplane = idle.inTheBackplane();
        Map<String, Double> all = idle.inAll();
        double total = all.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Cost(total - backplane, backplane, all);
    }

    private Map<String, Double> inAll() {
        InMemoryBackplane backplane = InMemoryBackplane.create();
        Hub hub = done(Hub.builder().backplane(backplane).start());
        List<IdleSink> sinks = sinks(hub.instanceId());
        List<String> groups = groups();
        LiveHeap before = LiveHeap.now();
        for (int i = 0; i < count; i++) {
            done(hub.register(sinks.get(i)));
            done(hub.join(sinks.get(i).id(), groups.get(i / GROUP_SIZE)));
        }
        LiveHeap after = LiveHeap.now();
        if (hub.localCount() != sinks.size()) {
            throw new IllegalStateException("some were not registered: the figure would be wrong");
        }
        hub.close();
        backplane.close();
        return perConnection(after.since(before));
    }

    private double inTheBackplane() {
        InMemoryBackplane backplane = InMemoryBackplane.create();
        Lease lease = done(backplane.membership().acquire(instance, 0, Duration.ofHours(1)));
        List<Member> members = new ArrayList<>();
        List<Set<Target>> targets = new ArrayList<>();
        sinks(instance).forEach(sink -> members.add(new Member(sink.id(), sink.user())));
        List<String> groups = groups();
        Target everyone = new Target.Everyone();
        for (int i = 0; i < count; i++) {
            Target group = new Target.Group(groups.get(i / GROUP_SIZE));
            targets.add(users ? Set.of(everyone, user(members.get(i)), group) : Set.of(everyone, group));
        }
        LiveHeap before = LiveHeap.now();
        for (int i = 0; i < count; i++) {
            done(backplane.membership().add(lease, members.get(i), targets.get(i)));
            if (users) {
                String name = members.get(i).user().orElseThrow();
                done(backplane.pubSub().subscribe(new Subject(Subject.Kind.USER, name), payload -> {}));
            }
        }
        for (String group : groups) {
            done(backplane.pubSub().subscribe(new Subject(Subject.Kind.GROUP, group), payload -> {}));
        }
        try {
            long grown = LiveHeap.now().total() - before.total();
            if (done(backplane.membership().count(everyone)) != members.size()) {
                throw new IllegalStateException("some were not written: the figure would be wrong");
            }
            backplane.close();
            return (double) grown / count;
        } finally {
            Reference.reachabilityFence(targets);
        }
    }

    private static Target user(Member member) {
        return new Target.User(member.user().orElseThrow());
    }

    private List<IdleSink> sinks(InstanceId owner) {
        List<IdleSink> sinks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sinks.add(new IdleSink(ConnectionId.next(owner), users ? Optional.of("user " + i) : Optional.empty()));
        }
        return sinks;
    }

    private List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= (count - 1) / GROUP_SIZE; i++) {
            groups.add("group " + i);
        }
        return groups;
    }

    private Map<String, Double> perConnection(Map<String, Long> bytes) {
        Map<String, Double> each = new HashMap<>();
        bytes.forEach((type, size) -> each.put(type, (double) size / count));
        return each;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
