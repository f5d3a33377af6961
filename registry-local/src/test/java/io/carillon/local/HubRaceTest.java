package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.*;
import io.carillon.spi.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.*;

@Timeout(30)
class HubRaceTest {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    final ManualRuntime runtime = new ManualRuntime();
    final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    final Scripted bp = new Scripted(broker);
    Hub hub;
    Sink ada;

    @BeforeEach
    void start() {
        hub = done(Hub.builder().backplane(bp).operationTimeout(TIMEOUT).start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        done(hub.register(ada));
    }

    // 1
    @Test
    void leaveQueuedBeforeUnregisterEvictsAnotherMember() {
        Sink bob = new Sink(hub.instanceId(), "bob");
        done(hub.register(bob));
        done(hub.join(bob.id(), "lobby"));
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.HOLD;
        hub.join(ada.id(), "other");
        hub.leave(ada.id(), "lobby");
        hub.unregister(ada.id());
        bp.mode = Mode.PASS;
        bp.answer();
        runtime.run();
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(bob.received).containsExactly("hi");
    }

    @Test
    void leaveQueuedBeforeUnregisterOfTheOnlyMemberWedgesTheQueue() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.HOLD;
        hub.join(ada.id(), "other");
        var leave = hub.leave(ada.id(), "lobby").toCompletableFuture();
        var un = hub.unregister(ada.id()).toCompletableFuture();
        bp.mode = Mode.PASS;
        bp.answer();
        runtime.advance(Duration.ofSeconds(60));
        System.out.println("leave=" + leave + " unregister=" + un);
        assertThat(inStore("lobby")).isZero();
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    // 2
    @Test
    void unregisterAgainAfterARefusedOneMustNotSayDoneWhileQueriesShowIt() {
        bp.mode = Mode.REFUSE;
        assertThat(error(hub.unregister(ada.id()))).isInstanceOf(BackplaneUnavailableException.class);
        bp.mode = Mode.PASS;
        CompletionStage<Void> again = hub.unregister(ada.id());
        runtime.advance(Reconciliation.RETRY);
        done(again);
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void secondUnregisterIsDoneBeforeTheFirst() {
        bp.mode = Mode.DELAY;
        hub.unregister(ada.id());
        var second = hub.unregister(ada.id());
        runtime.run();
        assertThat(second.toCompletableFuture().isDone()
                        && !done(hub.connectionsOf("ada")).isEmpty())
                .as("done although queries show it")
                .isFalse();
    }

    // 3
    @Test
    void unregisterBehindAFullQueueLeavesAGhost() {
        bp.mode = Mode.HOLD;
        for (int i = 0; i <= OperationQueue.MAX_WAITING; i++) {
            hub.join(ada.id(), "g" + i);
        }
        var un = hub.unregister(ada.id()).toCompletableFuture();
        bp.mode = Mode.PASS;
        bp.answer();
        runtime.run();
        runtime.advance(Duration.ofSeconds(60));
        System.out.println("unregister=" + un);
        done(hub.unregister(ada.id()));
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    // 4
    @Test
    void aHungUndoBlocksTheQueueAndUnregisterNeverRuns() {
        bp.mode = Mode.HOLD;
        hub.join(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        bp.mode = Mode.DELAY; // the undo's remove hangs
        bp.answer();
        runtime.run();
        bp.mode = Mode.PASS;
        var un = hub.unregister(ada.id());
        runtime.advance(TIMEOUT);
        bp.answer();
        runtime.advance(Duration.ofSeconds(60));
        System.out.println("unregister=" + un);
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    // 5
    @Test
    void lateRefusalOfATimedOutLeaveMakesADuplicateMember() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.DELAY_REFUSE;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        bp.mode = Mode.PASS;
        done(hub.join(ada.id(), "lobby"));
        bp.answer();
        runtime.run();
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    @Test
    void andAfterLeavingItStillGetsMessages() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.DELAY_REFUSE;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        bp.mode = Mode.PASS;
        done(hub.join(ada.id(), "lobby"));
        bp.answer();
        runtime.run();
        done(hub.leave(ada.id(), "lobby"));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).isEmpty();
    }

    // 6
    @Test
    void unregisterAfterATimedOutLeaveLeavesAGhostInTheGroup() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.DELAY_REFUSE;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        bp.mode = Mode.PASS;
        done(hub.unregister(ada.id()));
        bp.answer();
        runtime.run();
        assertThat(inStore("lobby")).isZero();
    }

    // 7
    @Test
    void lateLeaveTakesAwayTheRejoin() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.DELAY;
        hub.leave(ada.id(), "lobby");
        runtime.advance(TIMEOUT);
        bp.mode = Mode.PASS;
        done(hub.join(ada.id(), "lobby"));
        bp.answer();
        runtime.advance(Reconciliation.INTERVAL);
        assertThat(inStore("lobby")).isEqualTo(1);
    }

    // 8
    @Test
    void aJoinOfUnknownOutcomeWhoseUndoIsRefusedIsNeverTakenBack() {
        bp.mode = Mode.APPLY_BUT_TIME_OUT_ADD;
        assertThat(error(hub.join(ada.id(), "lobby"))).isInstanceOf(BackplaneTimeoutException.class);
        bp.mode = Mode.PASS;
        runtime.advance(Duration.ofMinutes(10));
        done(hub.unregister(ada.id()));
        runtime.advance(Duration.ofMinutes(10));
        assertThat(inStore("lobby")).isZero();
    }

    // 9
    @Test
    void aJoinWhoseSubscriptionComesAfterCloseLeavesAGhost() {
        bp.holdSubscribe = true;
        var join = hub.join(ada.id(), "lobby").toCompletableFuture();
        var end = hub.end();
        runtime.run();
        assertThat(end).isDone();
        bp.answer();
        runtime.run();
        System.out.println("join=" + join);
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aRegisterThatRacesCloseLeavesAGhost() {
        Sink bob = new Sink(hub.instanceId(), "bob") {
            @Override
            public Optional<String> user() {
                hub.end(); // stands for another thread, just behind whileOpen's check
                return super.user();
            }
        };
        var register = hub.register(bob);
        runtime.run();
        System.out.println("register=" + register + " closes=" + bob.closes + " local=" + hub.connection(bob.id()));
        assertThat(done(broker.membership().count(new Target.User("bob")))).isZero();
        assertThat(register.toCompletableFuture()).isCompletedExceptionally();
    }

    // 10
    @Test
    void aStagePendingAtCloseNeverEnds() throws Exception {
        InMemoryBackplane real = InMemoryBackplane.create();
        Scripted s = new Scripted(real);
        Hub h = Hub.builder()
                .backplane(s)
                .operationTimeout(Duration.ofSeconds(1))
                .start()
                .toCompletableFuture()
                .join();
        Sink b = new Sink(h.instanceId(), "b");
        h.register(b).toCompletableFuture().join();
        s.mode = Mode.DELAY;
        var join = h.join(b.id(), "lobby").toCompletableFuture();
        h.close();
        assertThatThrownBy(() -> join.get(4, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void unregisterAfterACloseThatTimedOutThrows() {
        InMemoryBackplane real = InMemoryBackplane.create();
        Scripted s = new Scripted(real);
        Hub h = Hub.builder()
                .backplane(s)
                .operationTimeout(Duration.ofMillis(300))
                .start()
                .toCompletableFuture()
                .join();
        Sink b = new Sink(h.instanceId(), "b");
        h.register(b).toCompletableFuture().join();
        s.holdPurge = true;
        h.close();
        h.unregister(b.id());
    }

    // 11
    @Test
    void aStartThatTimesOutLeavesTheInstanceBehind() {
        bp.delayEnter = true;
        ManualRuntime other = runtime;
        var start = Hub.builder()
                .backplane(bp)
                .name("late")
                .operationTimeout(TIMEOUT)
                .start(other);
        runtime.advance(TIMEOUT);
        assertThat(error(start)).isInstanceOf(BackplaneTimeoutException.class);
        bp.answer();
        runtime.advance(Duration.ofSeconds(10));
        assertThat(done(hub.instances())).containsExactly(hub.instanceId());
    }

    // 12
    @Test
    void aRefusedUnsubscribeAndARejoinDeliverTwice() {
        done(hub.join(ada.id(), "lobby"));
        done(hub.leave(ada.id(), "lobby"));
        bp.refuseUnsubscribe = true;
        runtime.advance(Duration.ofSeconds(3));
        bp.refuseUnsubscribe = false;
        done(hub.join(ada.id(), "lobby"));
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    // 13
    @Test
    void anErrorKillsTheLane() {
        Sink bad = new Sink(hub.instanceId(), "bad") {
            @Override
            public Offer offer(Message m) {
                throw new StackOverflowError("once");
            }
        };
        done(hub.register(bad));
        done(
                hub.send(Audience.user("bad"), Message.text("x"))
                        .toCompletableFuture()
                        .exceptionally(e -> null)
                        .copy()
                        .minimalCompletionStage(),
                true);
        done(hub.join(ada.id(), "bad")); // same name, same lane
        quiet();
        done2(hub.send(Audience.group("bad"), Message.text("hi")));
        assertThat(ada.received).containsExactly("hi");
    }

    // 14
    @Test
    void aBackplaneThatThrowsOnceWedgesTheConnection() {
        bp.mode = Mode.THROW;
        try {
            hub.join(ada.id(), "lobby");
        } catch (RuntimeException e) {
            System.out.println("thrown at caller: " + e);
        }
        bp.mode = Mode.PASS;
        var un = hub.unregister(ada.id());
        runtime.advance(Duration.ofSeconds(60));
        System.out.println("unregister=" + un);
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aLeaveWhoseStoreThrowsWedgesTheConnection() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.THROW;
        try {
            hub.leave(ada.id(), "lobby");
        } catch (RuntimeException e) {
            System.out.println("thrown at caller: " + e);
        }
        bp.mode = Mode.PASS;
        runtime.advance(Duration.ofSeconds(60));
        var un = hub.unregister(ada.id());
        runtime.advance(Duration.ofSeconds(60));
        System.out.println("unregister=" + un);
        assertThat(done(hub.connectionsOf("ada"))).isEmpty();
    }

    @Test
    void aSubscribeThatThrowsOnceKillsTheGroup() {
        bp.throwSubscribe = true;
        try {
            hub.join(ada.id(), "lobby");
        } catch (RuntimeException e) {
            System.out.println("thrown at caller: " + e);
        }
        bp.throwSubscribe = false;
        Sink bob = new Sink(hub.instanceId(), "bob");
        done(hub.register(bob));
        var j = hub.join(bob.id(), "lobby");
        runtime.advance(Duration.ofSeconds(60));
        assertThat(j.toCompletableFuture()).isCompletedWithValue(null);
    }

    @Test
    void aWriteInFlightAtCloseLeavesAGhost() {
        bp.mode = Mode.DELAY;
        var join = hub.join(ada.id(), "lobby").toCompletableFuture();
        hub.end();
        runtime.run();
        bp.mode = Mode.PASS;
        bp.answer();
        runtime.run();
        System.out.println("join=" + join);
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void anAnonymousRegisterThatRacesCloseLeavesAGhost() {
        Sink bob = new Sink(hub.instanceId(), Optional.empty()) {
            @Override
            public Optional<String> user() {
                hub.end();
                return super.user();
            }
        };
        var register = hub.register(bob);
        runtime.run();
        System.out.println("register=" + register + " closes=" + bob.closes + " local=" + hub.connection(bob.id()));
        assertThat(done(broker.membership().count(new Target.One(bob.id())))).isZero();
    }

    @Test
    @Timeout(60)
    void realThreadsLeaveAgainstUnregister() throws Exception {
        InMemoryBackplane real = InMemoryBackplane.create();
        Hub h = Hub.builder()
                .backplane(real)
                .operationTimeout(Duration.ofSeconds(1))
                .start()
                .toCompletableFuture()
                .join();
        Sink bob = new Sink(h.instanceId(), "bob");
        h.register(bob);
        h.join(bob.id(), "lobby").toCompletableFuture().join();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CyclicBarrier barrier = new CyclicBarrier(2);
        int stuck = 0, lostAt = -1;
        for (int i = 1; i <= 20000 && lostAt < 0; i++) {
            Sink a = new Sink(h.instanceId(), "ada");
            h.register(a).toCompletableFuture().join();
            h.join(a.id(), "lobby").toCompletableFuture().join();
            Future<?> f = pool.submit(() -> {
                barrier.await();
                return h.leave(a.id(), "lobby")
                        .handle((v, e) -> 0)
                        .toCompletableFuture()
                        .join();
            });
            barrier.await();
            try {
                h.unregister(a.id()).toCompletableFuture().get(2, TimeUnit.SECONDS);
            } catch (Exception e) {
                stuck++;
            }
            try {
                f.get();
            } catch (Exception e) {
                System.out.println("leave threw " + e.getCause());
            }
            int before = bob.received.size();
            if (i % 20 == 0) {
                h.send(Audience.group("lobby"), Message.text("" + i))
                        .toCompletableFuture()
                        .join();
                long end = System.nanoTime() + 500_000_000L;
                while (bob.received.size() == before && System.nanoTime() < end) Thread.onSpinWait();
                if (bob.received.size() == before) lostAt = i;
            }
        }
        System.out.println("lostAt=" + lostAt + " stuck=" + stuck);
        assertThat(lostAt).isEqualTo(-1);
    }

    @Test
    @Timeout(60)
    void realThreadsOnlyMember() throws Exception {
        InMemoryBackplane real = InMemoryBackplane.create();
        Hub h = Hub.builder()
                .backplane(real)
                .operationTimeout(Duration.ofMillis(300))
                .start()
                .toCompletableFuture()
                .join();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CyclicBarrier barrier = new CyclicBarrier(2);
        int stuck = 0, i = 1;
        for (; i <= 20000 && stuck == 0; i++) {
            Sink a = new Sink(h.instanceId(), "ada");
            h.register(a).toCompletableFuture().join();
            h.join(a.id(), "lobby").toCompletableFuture().join();
            Future<?> f = pool.submit(() -> {
                barrier.await();
                return h.leave(a.id(), "lobby")
                        .handle((v, e) -> 0)
                        .toCompletableFuture()
                        .join();
            });
            barrier.await();
            try {
                h.unregister(a.id()).toCompletableFuture().get(2, TimeUnit.SECONDS);
            } catch (Exception e) {
                stuck++;
                System.out.println("unregister: " + e);
            }
            try {
                f.get();
            } catch (Exception e) {
                System.out.println("leave threw " + e.getCause());
            }
        }
        Thread.sleep(1000);
        System.out.println("i=" + i + " stuck=" + stuck + " ghosts="
                + h.count("lobby").toCompletableFuture().join());
        assertThat(h.count("lobby").toCompletableFuture().join()).isZero();
    }

    // 15
    @Test
    void leaveAllKeepsItsPlaceInTheOrder() {
        bp.holdSubscribe = true;
        hub.join(ada.id(), "lobby");
        hub.leaveAll(ada.id());
        runtime.run();
        bp.holdSubscribe = false;
        bp.answer();
        runtime.run();
        assertThat(inStore("lobby")).isZero();
    }

    // 16
    @Test
    void aConnectionThatThrowsInCloseDoesNotStopTheHubFromClosing() {
        Sink bad = new Sink(hub.instanceId(), "bad") {
            @Override
            public void close(CloseReason r) {
                throw new IllegalStateException("on purpose");
            }
        };
        done(hub.register(bad));
        try {
            hub.end();
        } catch (RuntimeException e) {
            System.out.println("end threw " + e);
        }
        runtime.run();
        assertThat(hub.end()).isDone();
        assertThat(done(broker.membership().leases())).isEmpty();
    }

    // 18
    @Test
    void aLeaveThatDidNotHappenLosesMessagesMeanwhile() {
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.DELAY_REFUSE;
        var leave = hub.leave(ada.id(), "lobby");
        done(hub.send(Audience.group("lobby"), Message.text("hi")));
        bp.mode = Mode.PASS;
        bp.answer();
        assertThat(error(leave)).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(ada.received).containsExactly("hi");
    }

    // 19
    @Test
    void errorsOfDefaultMethodsAreRegistryExceptionsInTheStage() {
        bp.mode = Mode.PASS;
        done(hub.join(ada.id(), "lobby"));
        bp.mode = Mode.REFUSE;
        Throwable[] seen = new Throwable[2];
        hub.leave(ada.id(), "lobby").whenComplete((v, e) -> seen[0] = e);
        hub.leaveAll(ada.id()).whenComplete((v, e) -> seen[1] = e);
        runtime.run();
        System.out.println(Arrays.toString(seen));
        assertThat(seen[0]).isInstanceOf(RegistryException.class);
        assertThat(seen[1]).isInstanceOf(RegistryException.class);
    }

    @Test
    void leaveAllCannotBeCompletedByItsCaller() {
        bp.mode = Mode.DELAY;
        var s = hub.connectionsOf("x");
        assertThat(s instanceof CompletableFuture<?> f && f.getClass() == CompletableFuture.class)
                .isFalse();
    }

    // 20
    @Test
    void hugeLinger() {
        assertThatThrownBy(() -> Hub.builder()
                        .linger(Duration.ofSeconds(Long.MAX_VALUE))
                        .backplane(bp)
                        .start(runtime))
                .hasMessageContaining("linger");
    }

    @Test
    void allMembersOfManyPages() {
        ConnectionRegistry r = new Pages(Integer.getInteger("pages", 3000));
        assertThat(r.count("x").toCompletableFuture().join()).isPositive();
    }

    // 22
    @Test
    void surrogateName() {
        assertThatThrownBy(() -> Hub.builder()
                        .name("\ud800")
                        .linger(Duration.ofSeconds(-1))
                        .backplane(bp)
                        .start(runtime))
                .hasMessageContaining("name");
    }

    record Pages(int pages) implements ConnectionRegistry {
        public InstanceId instanceId() {
            return new InstanceId("x");
        }

        public CompletionStage<Void> register(Connection c) {
            return null;
        }

        public CompletionStage<Void> unregister(ConnectionId c) {
            return null;
        }

        public CompletionStage<Void> join(ConnectionId c, String g) {
            return null;
        }

        public CompletionStage<Void> leave(ConnectionId c, String g) {
            return null;
        }

        public CompletionStage<Set<String>> groups(ConnectionId c) {
            return null;
        }

        public CompletionStage<SendResult> send(Audience c, Message m, SendOptions o) {
            return null;
        }

        public CompletionStage<SendResult> disconnect(Audience c, CloseReason r) {
            return null;
        }

        public java.util.stream.Stream<Connection> connections() {
            return null;
        }

        public CompletionStage<Page<Member>> members(Target t, Page.Request p) {
            int n = p.from().value().isEmpty() ? 0 : Integer.parseInt(p.from().value());
            return CompletableFuture.completedStage(new Page<>(
                    List.of(new Member(new ConnectionId(instanceId(), n), Optional.empty())),
                    n == pages ? Optional.empty() : Optional.of(new Page.Cursor("" + (n + 1)))));
        }
    }

    void quiet() {
        for (int i = 0; i < 5; i++)
            try {
                runtime.run();
            } catch (Error e) {
                System.out.println("lane thread got " + e);
            }
    }

    <T> void done2(CompletionStage<T> s) {
        quiet();
    }

    <T> void done(CompletionStage<T> s, boolean q) {
        quiet();
    }

    long inStore(String group) {
        return done(broker.membership().count(new Target.Group(group)));
    }

    <T> T done(CompletionStage<T> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    Throwable error(CompletionStage<?> stage) {
        runtime.run();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }

    enum Mode {
        PASS,
        HOLD,
        DELAY,
        REFUSE,
        DELAY_REFUSE,
        APPLY_BUT_TIME_OUT_ADD,
        THROW
    }

    static final class Scripted implements Backplane, MembershipStore, PubSubSystem {
        final InMemoryBackplane broker;
        final Deque<Runnable> held = new ArrayDeque<>();
        volatile Mode mode = Mode.PASS;
        boolean throwSubscribe, holdSubscribe, holdPurge, delayEnter, refuseUnsubscribe;

        Scripted(InMemoryBackplane broker) {
            this.broker = broker;
        }

        void answer() {
            List<Runnable> all = List.copyOf(held);
            held.clear();
            all.forEach(Runnable::run);
        }

        <T> CompletionStage<T> write(boolean add, Supplier<CompletionStage<T>> call) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            switch (mode) {
                case PASS:
                    return call.get();
                case THROW:
                    throw new IllegalStateException("driver threw");
                case REFUSE:
                    return refused();
                case APPLY_BUT_TIME_OUT_ADD:
                    if (!add) return refused();
                    call.get();
                    return CompletableFuture.failedStage(new BackplaneTimeoutException("unknown"));
                case HOLD:
                    call.get().thenAccept(v -> held.add(() -> answer.complete(v)));
                    return answer;
                case DELAY:
                    held.add(() -> call.get().whenComplete((v, e) -> {
                        if (e == null) answer.complete(v);
                        else answer.completeExceptionally(e);
                    }));
                    return answer;
                default:
                    held.add(() -> answer.completeExceptionally(new BackplaneUnavailableException("late refusal")));
                    return answer;
            }
        }

        static <T> CompletionStage<T> refused() {
            return CompletableFuture.failedStage(new BackplaneUnavailableException("refused"));
        }

        public PubSubSystem pubSub() {
            return this;
        }

        public MembershipStore membership() {
            return this;
        }

        public void close() {
            broker.close();
        }

        public CompletionStage<Void> publish(Subject s, byte[] p) {
            return broker.pubSub().publish(s, p);
        }

        public CompletionStage<Subscription> subscribe(Subject s, Listener l) {
            if (throwSubscribe) throw new IllegalStateException("driver threw");
            CompletionStage<Subscription> real =
                    broker.pubSub().subscribe(s, l).thenApply(sub -> () -> refuseUnsubscribe ? refused() : sub.close());
            if (!holdSubscribe) return real;
            CompletableFuture<Subscription> answer = new CompletableFuture<>();
            real.thenAccept(sub -> held.add(() -> answer.complete(sub)));
            return answer;
        }

        public CompletionStage<byte[]> request(Subject s, byte[] p, Duration t) {
            return broker.pubSub().request(s, p, t);
        }

        public CompletionStage<Subscription> respond(Subject s, Responder r) {
            return broker.pubSub().respond(s, r);
        }

        public Runnable onStatus(StatusListener l) {
            return broker.pubSub().onStatus(l);
        }

        public Set<Capability> capabilities() {
            return broker.capabilities();
        }

        public int maxMessageBytes() {
            return broker.maxMessageBytes();
        }

        public CompletionStage<Lease> acquire(InstanceId i, long above, Duration d) {
            if (!delayEnter) return broker.membership().acquire(i, above, d);
            CompletableFuture<Lease> answer = new CompletableFuture<>();
            held.add(() -> broker.membership().acquire(i, above, d).thenAccept(answer::complete));
            return answer;
        }

        public CompletionStage<Boolean> renew(Lease l) {
            return broker.membership().renew(l);
        }

        public CompletionStage<List<LeaseState>> leases() {
            return broker.membership().leases();
        }

        public CompletionStage<List<Departure>> purge(Lease l, int n) {
            return holdPurge ? new CompletableFuture<>() : broker.membership().purge(l, n);
        }

        public CompletionStage<Change> add(Lease l, Member m, Set<Target> t) {
            return write(true, () -> broker.membership().add(l, m, t));
        }

        public CompletionStage<Change> remove(Lease l, ConnectionId i, Set<Target> t) {
            return write(false, () -> broker.membership().remove(l, i, t));
        }

        public CompletionStage<Page<Member>> members(Target t, Page.Request p) {
            return broker.membership().members(t, p);
        }

        public CompletionStage<Long> count(Target t) {
            return broker.membership().count(t);
        }

        public CompletionStage<Set<String>> groups(ConnectionId i) {
            return broker.membership().groups(i);
        }
    }
}
