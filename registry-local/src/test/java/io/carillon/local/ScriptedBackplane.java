package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An in-memory backplane that refuses, throws, and keeps back what a test tells it to. Scripted by one thread. */
final class ScriptedBackplane implements Backplane, MembershipStore, PubSubSystem {
    static final String THROWN = "thrown on purpose";

    private final InMemoryBackplane broker;
    private final Deque<Runnable> held = new ArrayDeque<>();
    Writes writes = Writes.PASS;
    boolean refuseSubscriptions;
    boolean throwAtSubscribes;
    boolean holdSubscriptions;
    boolean refuseUnsubscribes;
    boolean holdLeases;
    boolean holdPurges;

    /** What becomes of an add or a removal; what is late waits for {@link #answerHeld()}. */
    enum Writes {
        PASS,
        REFUSE,
        THROW,
        /** Carried out at once. */
        ANSWER_LATE,
        /** Carried out late. */
        ARRIVE_LATE,
        REFUSE_LATE,
        LOSE_ANSWERS_OF_ADDS_AND_REFUSE_REMOVALS
    }

    ScriptedBackplane(InMemoryBackplane broker) {
        this.broker = broker;
    }

    /** Lets go what was kept back until now. */
    void answerHeld() {
        List<Runnable> now = List.copyOf(held);
        held.clear();
        now.forEach(Runnable::run);
    }

    /** How many wait for that. */
    int held() {
        return held.size();
    }

    private <T> CompletionStage<T> write(boolean add, Supplier<CompletionStage<T>> call) {
        return switch (writes) {
            case PASS -> call.get();
            case REFUSE -> refused();
            case THROW -> throw new IllegalStateException(THROWN);
            case ANSWER_LATE -> answeredLate(call.get());
            case ARRIVE_LATE -> arrivingLate(call);
            case REFUSE_LATE -> arrivingLate(ScriptedBackplane::refused);
            case LOSE_ANSWERS_OF_ADDS_AND_REFUSE_REMOVALS -> add ? unanswered(call.get()) : refused();
        };
    }

    private <T> CompletionStage<T> answeredLate(CompletionStage<T> carriedOut) {
        return arrivingLate(() -> carriedOut);
    }

    private <T> CompletionStage<T> arrivingLate(Supplier<CompletionStage<T>> call) {
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        held.add(() -> arrived.complete(true));
        return arrived.thenCompose(now -> call.get());
    }

    private static <T> CompletionStage<T> unanswered(CompletionStage<T> carriedOut) {
        return carriedOut.thenCompose(
                value -> CompletableFuture.failedStage(new BackplaneTimeoutException("answer lost on purpose")));
    }

    private static <T> CompletionStage<T> refused() {
        return CompletableFuture.failedStage(new BackplaneUnavailableException("refused on purpose"));
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
    public void close() {
        broker.close();
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        return broker.pubSub().publish(subject, payload);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        if (throwAtSubscribes) {
            throw new IllegalStateException(THROWN);
        }
        if (refuseSubscriptions) {
            return refused();
        }
        CompletionStage<Subscription> subscribed = broker.pubSub()
                .subscribe(subject, listener)
                .thenApply(real -> () -> refuseUnsubscribes ? refused() : real.close());
        return holdSubscriptions ? answeredLate(subscribed) : subscribed;
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return broker.pubSub().request(subject, payload, timeout);
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return broker.pubSub().respond(subject, responder);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return broker.pubSub().onStatus(listener);
    }

    @Override
    public Set<Capability> capabilities() {
        return broker.capabilities();
    }

    @Override
    public int maxMessageBytes() {
        return broker.maxMessageBytes();
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return holdLeases
                ? arrivingLate(() -> broker.membership().acquire(instance, above, duration))
                : broker.membership().acquire(instance, above, duration);
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return broker.membership().renew(lease);
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        return write(true, () -> broker.membership().add(lease, member, targets));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        return write(false, () -> broker.membership().remove(lease, id, targets));
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return broker.membership().leases();
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return holdPurges ? new CompletableFuture<>() : broker.membership().purge(lease, limit);
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return broker.membership().members(target, page);
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return broker.membership().count(target);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return broker.membership().groups(id);
    }
}
