package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A backplane as the hub's inner works see it: whatever somebody else's backplane does, every stage ends within the
 * operation timeout, and nothing is thrown.
 */
final class GuardedBackplane implements PubSubSystem, MembershipStore {
    private final PubSubSystem pubSub;
    private final MembershipStore store;
    private final HubRuntime runtime;
    private final Duration timeout;
    private final QueryCache<Page.Request, Page<Member>> pages;
    private final QueryCache<String, Long> counts;

    GuardedBackplane(Backplane backplane, HubRuntime runtime, Duration timeout, Duration maxAge) {
        this.pubSub = backplane.pubSub();
        this.store = backplane.membership();
        this.runtime = runtime;
        this.timeout = timeout;
        this.pages = new QueryCache<>(runtime, maxAge, page -> page.items().size());
        this.counts = new QueryCache<>(runtime, maxAge, count -> 0);
    }

    private <T> CompletionStage<T> guard(Supplier<CompletionStage<T>> call) {
        try {
            return Operation.within(call.get(), runtime, timeout);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(Operation.unwrap(e));
        }
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        return guard(() -> pubSub.publish(subject, payload));
    }

    /** A confirmation that comes after the time-out is taken back. */
    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return subscription(() -> pubSub.subscribe(subject, listener));
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return subscription(() -> pubSub.respond(subject, responder));
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration limit) {
        return guard(() -> pubSub.request(subject, payload, limit));
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return pubSub.onStatus(listener);
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return guard(() -> store.acquire(instance, above, duration));
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return guard(() -> store.renew(lease));
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        return write(member.id(), targets, () -> store.add(lease, member, targets));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        return write(id, targets, () -> store.remove(lease, id, targets));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return pages.ask(target, page, () -> guard(() -> store.members(target, page)));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return counts.ask(target, "count", () -> guard(() -> store.count(target)));
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return guard(() -> store.groups(id));
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return guard(store::leases);
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return guard(() -> store.purge(lease, limit));
    }

    /** Whoever is told that it is done sees it: what was asked before is forgotten by then. */
    private CompletionStage<Change> write(
            ConnectionId id, Set<Target> targets, Supplier<CompletionStage<Change>> call) {
        return guard(() -> call.get().whenComplete((change, error) -> {
            forget(new Target.Connection(id));
            targets.forEach(this::forget);
        }));
    }

    private void forget(Target target) {
        pages.forget(target);
        counts.forget(target);
    }

    private CompletionStage<Subscription> subscription(Supplier<CompletionStage<Subscription>> call) {
        CompletableFuture<Subscription> confirmed = new CompletableFuture<>();
        CompletionStage<Subscription> guarded = guard(() -> {
            call.get().whenComplete((subscription, error) -> {
                if (error != null) {
                    confirmed.completeExceptionally(error);
                } else {
                    confirmed.complete(new Guarded(subscription));
                }
            });
            return confirmed;
        });
        guarded.exceptionally(error -> {
            confirmed.thenAccept(Subscription::close);
            return null;
        });
        return guarded;
    }

    private final class Guarded implements Subscription {
        private final Subscription subscription;

        Guarded(Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public CompletionStage<Void> close() {
            return guard(subscription::close);
        }
    }
}
