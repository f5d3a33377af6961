package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Change;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** What can be wrong with writing and removing: the rules MS-3 and MS-4. */
final class BrokenWrites {
    private static final Change NOTHING = new Change(Set.of(), Set.of());

    private BrokenWrites() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane("MS-3.1", "a write is confirmed before it is done", Tardy::new),
                ofBackplane("MS-3.2", "a dead lease may write", Resurrecting::new),
                ofBackplane(
                        "MS-3.3",
                        "every write is a change",
                        adding((store, lease, member, targets) -> store.add(lease, member, targets)
                                .thenApply(change -> new Change(targets, change.flipped())))),
                ofBackplane("MS-3.4", "what was known first is known for ever", FirstImpression::new),
                ofBackplane(
                        "MS-3.5",
                        "no write is a change",
                        adding((store, lease, member, targets) ->
                                store.add(lease, member, targets).thenApply(change -> NOTHING))),
                ofBackplane(
                        "MS-3.6",
                        "everybody is the first",
                        adding((store, lease, member, targets) -> store.add(lease, member, targets)
                                .thenApply(change -> new Change(change.changed(), change.changed())))),
                ofBackplane("MS-3.7", "first is who has seen nobody before", adding(BrokenWrites::countFirst)),
                ofBackplane(
                        "MS-3.8",
                        "what is gone is not told",
                        adding((store, lease, member, targets) -> store.add(lease, member, targets)
                                .thenApply(change -> new Change(
                                        common(change.changed(), targets), common(change.flipped(), targets))))),
                ofBackplane("MS-3.9", "what cannot be written is left out", adding((store, lease, member, targets) -> {
                    Set<Target> others = new HashSet<>(targets);
                    others.removeIf(Target.Connection.class::isInstance);
                    return store.add(lease, member, others);
                })),
                ofBackplane(
                        "MS-3.10",
                        "removals take their time",
                        removing((store, lease, id, targets) -> Later.call(() -> store.remove(lease, id, targets)))),
                ofBackplane(
                        "MS-4.1",
                        "a removal is confirmed and not done",
                        removing((store, lease, id, targets) ->
                                CompletableFuture.completedStage(new Change(targets, Set.of())))),
                ofBackplane(
                        "MS-4.2",
                        "every removal is a change",
                        removing((store, lease, id, targets) -> store.remove(lease, id, targets)
                                .thenApply(change -> new Change(targets, change.flipped())))),
                ofBackplane(
                        "MS-4.3",
                        "nobody is the last",
                        removing((store, lease, id, targets) -> store.remove(lease, id, targets)
                                .thenApply(change -> new Change(change.changed(), Set.of())))),
                ofBackplane("MS-4.4", "the dead are not counted", adding(BrokenWrites::countFirst)),
                ofBackplane("MS-4.5", "a removal goes by the connection only", Fenceless::new));
    }

    /** Who counts before it writes is not alone. */
    private static CompletionStage<Change> countFirst(
            ForwardingBackplane store, Lease lease, Member member, Set<Target> targets) {
        Target target = targets.iterator().next();
        return store.real
                .membership()
                .count(target)
                .thenCompose(before -> store.real
                        .membership()
                        .add(lease, member, targets)
                        .thenApply(change -> new Change(change.changed(), before == 0 ? Set.of(target) : Set.of())));
    }

    private static Set<Target> common(Set<Target> some, Set<Target> others) {
        Set<Target> both = new HashSet<>(some);
        both.retainAll(others);
        return both;
    }

    private static UnaryOperator<Backplane> adding(Add how) {
        return real -> {
            ForwardingBackplane store = new ForwardingBackplane(real);
            return new ForwardingBackplane(real) {
                @Override
                public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
                    return how.add(store, lease, member, targets);
                }
            };
        };
    }

    private static UnaryOperator<Backplane> removing(Remove how) {
        return real -> {
            ForwardingBackplane store = new ForwardingBackplane(real);
            return new ForwardingBackplane(real) {
                @Override
                public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
                    return how.remove(store, lease, id, targets);
                }
            };
        };
    }

    @FunctionalInterface
    private interface Add {
        CompletionStage<Change> add(ForwardingBackplane store, Lease lease, Member member, Set<Target> targets);
    }

    @FunctionalInterface
    private interface Remove {
        CompletionStage<Change> remove(ForwardingBackplane store, Lease lease, ConnectionId id, Set<Target> targets);
    }

    /** Does what it has confirmed when somebody has asked for it in vain. */
    private static final class Tardy extends ForwardingBackplane {
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

        Tardy(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
            waiting.add(() -> super.add(lease, member, targets));
            return CompletableFuture.completedStage(NOTHING);
        }

        @Override
        public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
            return super.members(target, page).whenComplete((found, error) -> {
                for (Runnable write = waiting.poll(); write != null; write = waiting.poll()) {
                    write.run();
                }
            });
        }
    }

    private static final class Resurrecting extends ForwardingBackplane {
        Resurrecting(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
            return super.add(lease, member, targets)
                    .exceptionallyCompose(error -> acquire(lease.instance(), lease.epoch(), StoreTests.LONG)
                            .thenCompose(next -> super.add(next, member, targets)));
        }
    }

    private static final class FirstImpression extends ForwardingBackplane {
        private final Map<ConnectionId, Member> first = new ConcurrentHashMap<>();

        FirstImpression(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
            first.putIfAbsent(member.id(), member);
            return super.add(lease, first.get(member.id()), targets);
        }
    }

    /** Removes under the newest lease of the instance, whatever lease is named. */
    private static final class Fenceless extends ForwardingBackplane {
        private final Map<InstanceId, Lease> newest = new ConcurrentHashMap<>();

        Fenceless(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
            return super.acquire(instance, above, duration).thenApply(lease -> {
                newest.put(instance, lease);
                return lease;
            });
        }

        @Override
        public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
            return super.remove(newest.get(lease.instance()), id, targets);
        }
    }
}
