package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub whose broker refuses, or answers late, or never. */
class HubFailureTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final FailingBackplane backplane = new FailingBackplane(broker);
    private Hub hub;
    private Sink ada;

    @BeforeEach
    void start() {
        hub = done(Hub.builder().backplane(backplane).operationTimeout(TIMEOUT).start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        done(hub.register(ada));
    }

    @Test
    void aRefusedSubscriptionUndoesTheJoinAndTheNextOneWorks() {
        backplane.refuseSubscriptions = true;
        assertThat(error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(inStore("lobby")).isZero();
        backplane.refuseSubscriptions = false;
        done(hub.join(ada.id(), "lobby"));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusedWriteUndoesTheJoinAndTheNextOneWorks() {
        backplane.refuseWrites = true;
        assertThat(error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        done(hub.send(Audience.group("lobby"), Message.text("too early")));
        backplane.refuseWrites = false;
        done(hub.join(ada.id(), "lobby"));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aRefusedRegistrationLeavesNothingBehind() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        backplane.refuseWrites = true;
        assertThat(error(hub.register(bob))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(hub.connection(bob.id())).isEmpty();
        assertThat(error(hub.join(bob.id(), "lobby"))).isInstanceOf(UnknownConnectionException.class);
    }

    @Test
    void aRefusedLeaveKeepsTheMembershipSoThatItCanBeTriedAgain() {
        done(hub.join(ada.id(), "lobby"));
        backplane.refuseWrites = true;
        assertThat(error(hub.leave(ada.id(), "lobby"))).isInstanceOf(BackplaneUnavailableException.class);
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
        backplane.refuseWrites = false;
        done(hub.leave(ada.id(), "lobby"));
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aJoinThatIsAnsweredTooLateIsTakenBack() {
        backplane.holdWrites = true;
        CompletionStage<Void> join = hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        assertThat(error(join)).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(inStore("lobby")).isEqualTo(1);
        backplane.holdWrites = false;
        backplane.answerHeld();
        runtime.advance(Duration.ofSeconds(1));
        assertThat(inStore("lobby")).isZero();
        done(hub.send(Audience.group("lobby"), Message.text("not for her")));
        assertThat(ada.received).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotTakeBackWhatASecondTryHasWritten() {
        backplane.holdWrites = true;
        CompletionStage<Void> first = hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        assertThat(error(first)).isInstanceOf(BackplaneTimeoutException.class);
        backplane.holdWrites = false;
        done(hub.join(ada.id(), "lobby"));
        backplane.answerHeld();
        runtime.run();
        assertThat(inStore("lobby")).isEqualTo(1);
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void aJoinThatRacesACloseLeavesNothingBehind() {
        backplane.holdWrites = true;
        CompletionStage<Void> join = hub.join(ada.id(), "lobby");
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        backplane.holdWrites = false;
        backplane.answerHeld();
        done(unregister);
        assertThat(error(join)).isInstanceOf(UnknownConnectionException.class);
        assertThat(inStore("lobby")).isZero();
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aConnectionThatGoesWhileItRegistersEndsInNoRegistry() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        backplane.holdWrites = true;
        CompletionStage<Void> register = hub.register(bob);
        CompletionStage<Void> unregister = hub.unregister(bob.id());
        backplane.holdWrites = false;
        backplane.answerHeld();
        done(unregister);
        assertThat(error(register)).isInstanceOf(UnknownConnectionException.class);
        assertThat(done(hub.connectionsOf("bob"))).isEmpty();
        assertThat(hub.connection(bob.id())).isEmpty();
    }

    @Test
    void nothingReachesAConnectionOnceItsLeavingHasBegun() {
        done(hub.join(ada.id(), "lobby"));
        backplane.holdWrites = true;
        CompletionStage<Void> unregister = hub.unregister(ada.id());
        done(hub.send(Audience.group("lobby").and(Audience.everyone()), Message.text("hi")));
        assertThat(ada.received).isEmpty();
        assertThat(unregister.toCompletableFuture()).isNotDone();
    }

    @Test
    void aHubThatCannotListenDoesNotStartAndLeavesNothingBehind() {
        backplane.refuseSubscriptions = true;
        ManualRuntime other = new ManualRuntime();
        CompletionStage<Hub> start =
                Hub.builder().backplane(backplane).name("other").start(other);
        assertThat(error(start)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(done(hub.instances())).containsExactly(hub.instanceId());
        assertThat(other.closed).isTrue();
    }

    @Test
    void aMalformedEnvelopeIsDroppedAndTheNextMessageArrives() {
        done(hub.join(ada.id(), "lobby"));
        for (Subject subject : Set.of(
                new Subject(Subject.Kind.GROUP, "lobby"),
                Subject.EVERYONE,
                new Subject(Subject.Kind.INSTANCE, hub.instanceId().value()))) {
            done(broker.pubSub().publish(subject, new byte[] {1, 1, 6, 1, 4, 'h', 'e', 'r'}));
        }
        byte[] aimedAtNobody = EnvelopeCodec.encode(new Envelope(
                hub.instanceId(), null, List.of(), List.of(), new Effect.Deliver(Message.text("no target"))));
        done(broker.pubSub()
                .publish(new Subject(Subject.Kind.INSTANCE, hub.instanceId().value()), aimedAtNobody));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    private long inStore(String group) {
        return done(broker.membership().count(new Target.Group(group)));
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }

    /** Refuses what it is told to refuse, and keeps back the answers it is told to keep back. */
    private static final class FailingBackplane implements Backplane, MembershipStore, PubSubSystem {
        private final InMemoryBackplane broker;
        private final Deque<Runnable> held = new ArrayDeque<>();
        private boolean refuseSubscriptions;
        private boolean refuseWrites;
        private boolean holdWrites;

        FailingBackplane(InMemoryBackplane broker) {
            this.broker = broker;
        }

        void answerHeld() {
            held.forEach(Runnable::run);
            held.clear();
        }

        private <T> CompletionStage<T> write(Supplier<CompletionStage<T>> call) {
            if (refuseWrites) {
                return refused();
            }
            if (!holdWrites) {
                return call.get();
            }
            CompletableFuture<T> answer = new CompletableFuture<>();
            call.get().thenAccept(value -> held.add(() -> answer.complete(value)));
            return answer;
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
            return refuseSubscriptions ? refused() : broker.pubSub().subscribe(subject, listener);
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
            return broker.membership().acquire(instance, above, duration);
        }

        @Override
        public CompletionStage<Boolean> renew(Lease lease) {
            return broker.membership().renew(lease);
        }

        @Override
        public CompletionStage<Change> add(Lease lease, Member member, Set<Target> targets) {
            return write(() -> broker.membership().add(lease, member, targets));
        }

        @Override
        public CompletionStage<Change> remove(Lease lease, ConnectionId id, Set<Target> targets) {
            return write(() -> broker.membership().remove(lease, id, targets));
        }

        @Override
        public CompletionStage<List<LeaseState>> leases() {
            return broker.membership().leases();
        }

        @Override
        public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
            return broker.membership().purge(lease, limit);
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
}
