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

    GuardedBackplane(Backplane backplane, HubRuntime runtime, Duration timeout) {
        this.pubSub = backplane.pubSub();
        this.store = backplane.membership();
        this.runtime = runtime;
        this.timeout = timeout;
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
        return guard(() -> store.add(lease, member, targets));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        return guard(() -> store.remove(lease, id, targets));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return guard(() -> store.members(target, page));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return guard(() -> store.count(target));
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
