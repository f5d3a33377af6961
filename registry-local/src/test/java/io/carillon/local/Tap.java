package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Sees what passes between a hub and its backplane, or between a backplane and its broker, and changes nothing. */
class Tap implements Backplane, PubSubSystem, MembershipStore {
    private final Backplane to;
    private final LongSupplier clock;
    private final List<Held> held = new ArrayList<>();

    Tap(Backplane to, LongSupplier clock) {
        this.to = to;
        this.clock = clock;
    }

    /** The subscriptions that were confirmed and not given up. */
    List<Subject> subscribed() {
        return held.stream().map(one -> one.subject).toList();
    }

    void published(Subject subject, byte[] payload, CompletionStage<Void> outcome) {}

    /**
     * A connection was written.
     *
     * @param begun when that was asked for
     */
    void added(ConnectionId id, Set<Target> targets, Change change, long begun) {}

    /** Whether it was written is not known, or it was not. */
    void unanswered(ConnectionId id, Set<Target> targets) {}

    void removed(ConnectionId id, Change change, long begun) {}

    void purged(List<Departure> departures, long begun) {}

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        CompletionStage<Void> outcome = to.pubSub().publish(subject, payload);
        published(subject, payload, outcome);
        return outcome;
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return to.pubSub().subscribe(subject, listener).thenApply(subscription -> new Held(subject, subscription));
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return to.pubSub().respond(subject, responder);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return to.pubSub().request(subject, payload, timeout);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return to.pubSub().onStatus(listener);
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return to.membership().acquire(instance, above, duration);
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return to.membership().renew(lease);
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        long begun = clock.getAsLong();
        return to.membership().add(lease, member, targets).whenComplete((change, error) -> {
            if (error == null) {
                added(member.id(), targets, change, begun);
            } else {
                unanswered(member.id(), targets);
            }
        });
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        long begun = clock.getAsLong();
        return to.membership().remove(lease, id, targets).thenApply(change -> {
            removed(id, change, begun);
            return change;
        });
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return to.membership().members(target, page);
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return to.membership().count(target);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return to.membership().groups(id);
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return to.membership().leases();
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        long begun = clock.getAsLong();
        return to.membership().purge(lease, limit).thenApply(departures -> {
            purged(departures, begun);
            return departures;
        });
    }

    @Override
    public PubSubSystem pubSub() {
        return this;
    }

    @Override
    public MembershipStore membership() {
        return this;
    }

    @Override
    public Set<Capability> capabilities() {
        return to.capabilities();
    }

    @Override
    public int maxMessageBytes() {
        return to.maxMessageBytes();
    }

    @Override
    public void close() {
        to.close();
    }

    private final class Held implements Subscription {
        private final Subject subject;
        private final Subscription subscription;

        Held(Subject subject, Subscription subscription) {
            this.subject = subject;
            this.subscription = subscription;
            held.add(this);
        }

        @Override
        public CompletionStage<Void> close() {
            held.remove(this);
            return subscription.close();
        }
    }
}
