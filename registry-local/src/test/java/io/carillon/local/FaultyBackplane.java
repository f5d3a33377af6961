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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The in-memory backplane as one instance sees it at the other end of a {@link FaultyLink}. */
final class FaultyBackplane implements Backplane, PubSubSystem, MembershipStore {
    private final InMemoryBackplane broker;
    private final FaultyLink link;
    private final Traffic traffic;
    /** Told of every envelope that is about to be published. */
    private final BiConsumer<Subject, byte[]> published;
    /** What the broker holds for this instance. */
    final List<Held> held = new ArrayList<>();

    FaultyBackplane(InMemoryBackplane broker, FaultyLink link, Traffic traffic, BiConsumer<Subject, byte[]> published) {
        this.broker = broker;
        this.link = link;
        this.traffic = traffic;
        this.published = published;
    }

    /** The process is gone, and the broker sees its link end. */
    void gone() {
        List.copyOf(held).forEach(Held::end);
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        published.accept(subject, payload);
        return ask("publish " + subject.encoded(), true, () -> broker.pubSub().publish(subject, payload));
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        String key = "sub " + subject.encoded();
        Held mine = new Held(subject, key);
        Runnable begin = () -> traffic.begin(subject);
        return link.call(
                key,
                false,
                () -> broker.pubSub()
                        .subscribe(subject, payload -> deliver(mine, payload, listener))
                        .thenApply(theirs -> {
                            begin.run();
                            return mine.with(theirs);
                        }),
                subscription -> mine.end());
    }

    private void deliver(Held to, byte[] payload, Listener listener) {
        String key = "from " + to.subject.encoded();
        Runnable arrival = () -> {
            if (!to.closed) {
                traffic.arrived(to.subject, payload);
                listener.onMessage(payload);
            }
        };
        link.bring(key, arrival, () -> traffic.lost(to.subject, payload));
        if (link.twice > 0 && !link.isCut() && link.draw(key) < link.twice) {
            link.bringLate(key, () -> {
                if (!to.closed && traffic.hasArrived(to.subject, payload)) {
                    listener.onMessage(payload);
                }
            });
        }
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        String key = "respond " + subject.encoded();
        Held mine = new Held(subject, key);
        return link.call(
                key,
                false,
                () -> broker.pubSub()
                        .respond(subject, question -> answer(question, responder))
                        .thenApply(mine::with),
                subscription -> mine.end());
    }

    private CompletionStage<byte[]> answer(byte[] question, Responder responder) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        link.bring(
                "question",
                () -> responder.answer(question).whenComplete((value, error) -> {
                    if (error == null) {
                        link.bring("answer", () -> answer.complete(value), () -> {});
                    }
                }),
                () -> {});
        return answer;
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return ask("request " + subject.encoded(), false, () -> broker.pubSub().request(subject, payload, timeout));
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        listener.onStatus(Status.CONNECTED);
        return () -> {};
    }

    @Override
    public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
        return ask("lease", false, () -> broker.membership().acquire(instance, above, duration));
    }

    @Override
    public CompletionStage<Boolean> renew(Lease lease) {
        return ask("lease", false, () -> broker.membership().renew(lease));
    }

    @Override
    public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
        return ask("row " + member.id(), false, () -> broker.membership().add(lease, member, targets));
    }

    @Override
    public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
        return ask("row " + id, false, () -> broker.membership().remove(lease, id, targets));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return ask("query", false, () -> broker.membership().members(target, page));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return ask("query", false, () -> broker.membership().count(target));
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return ask("query", false, () -> broker.membership().groups(id));
    }

    @Override
    public CompletionStage<List<LeaseState>> leases() {
        return ask("leases", false, () -> broker.membership().leases());
    }

    @Override
    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
        return ask("purge", false, () -> broker.membership().purge(lease, limit));
    }

    private <T> CompletionStage<T> ask(String key, boolean atOnce, Supplier<CompletionStage<T>> question) {
        return link.call(key, atOnce, question, nobody -> {});
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
        return Set.of();
    }

    @Override
    public int maxMessageBytes() {
        return broker.maxMessageBytes();
    }

    @Override
    public void close() {}

    /** A subscription, or a responder's place, as the broker holds it. */
    final class Held implements Subscription {
        final Subject subject;
        private final String key;
        private Subscription theirs;
        private boolean closed;

        Held(Subject subject, String key) {
            this.subject = subject;
            this.key = key;
        }

        boolean isResponder() {
            return key.startsWith("respond");
        }

        Held with(Subscription subscription) {
            theirs = subscription;
            held.add(this);
            return this;
        }

        /** Without a link the broker has ended it already, and it is not made again. */
        @Override
        public CompletionStage<Void> close() {
            if (link.isCut()) {
                return end();
            }
            return link.call(key, false, this::end, done -> {}).whenComplete((done, error) -> end());
        }

        private CompletionStage<Void> end() {
            closed = true;
            held.remove(this);
            return theirs.close();
        }
    }
}
