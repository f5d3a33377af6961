package io.carillon.local;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.RegistryClosedException;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Connection;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.LeaseState;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the cluster: the connections that live here, and through its backplane all the others.
 *
 * <pre>{@code
 * Hub hub = Hub.builder().backplane(InMemoryBackplane.create()).start().toCompletableFuture().join();
 * }</pre>
 *
 * <p><b>Guarantees.</b> Those of {@link ConnectionRegistry}. The operations on one connection are carried out in the order
 * in which they were called, one at a time; so a join may be asked for as soon as {@link #register(Connection)} was called,
 * before its stage is done. A message travels through the broker even to members on this instance, so all of them see what
 * others see.
 *
 * <p><b>Threads.</b> Any thread may call; only {@link #close()} blocks. A stage that is done at once runs what is chained to
 * it on the caller's thread, any other on a thread for callbacks, where it may block: a virtual thread on Java 21 and
 * later. Messages are offered to connections on one of a few fan-out threads, always the same one for a subject.
 *
 * <p><b>Bounds.</b> See {@link HubBuilder} for the limits and their defaults.
 */
public final class Hub implements ConnectionRegistry, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final Target EVERYONE = new Target.Everyone();

    private final HubOptions options;
    private final HubRuntime runtime;
    private final PubSubSystem pubSub;
    private final MembershipStore store;
    private final InstanceId instanceId;
    private final Lanes lanes;
    private final Interests interests;
    private final LeaseKeeper leases;
    private final Reconciliation reconciliation;
    private final Registrations registrations;
    private final Sweeper sweeper;
    private final Commands commands;
    private final LocalFanOut fanOut;
    private final Streams streams;
    private final Beacons beacons;
    private final Consumer<Gap> gaps;
    private final Events events;
    private final Watch watch;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** What callers wait for at this moment. */
    @SuppressWarnings("CollectionUndefinedEquality") // by identity, which is all that a future knows of equality
    private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Hub(HubOptions options, Backplane backplane, HubRuntime runtime) {
        this.options = options;
        this.runtime = runtime;
        this.instanceId = new InstanceId(options.name() + "." + runtime.token());
        Duration timeout = options.operationTimeout();
        GuardedBackplane guarded = new GuardedBackplane(backplane, runtime, timeout);
        this.pubSub = guarded;
        this.store = guarded;
        this.events = new Events(options.listener(), runtime);
        this.lanes = new Lanes(runtime, options.lanes(), options.laneMessages(), options.laneBytes());
        this.interests = new Interests(pubSub, runtime, options.linger(), this::received);
        this.leases = new LeaseKeeper(instanceId, store, runtime, options.lease(), this::leaseTaken);
        this.reconciliation = new Reconciliation(store, leases, runtime, events);
        this.registrations = new Registrations(store, leases, interests, reconciliation);
        this.sweeper =
                new Sweeper(store, leases, runtime, events, options.lease().dividedBy(2));
        this.commands = new Commands(instanceId, pubSub, store, registrations, timeout);
        this.fanOut = new LocalFanOut(instanceId, registrations.connections(), interests);
        this.streams = new Streams(pubSub);
        this.gaps = events::gap;
        this.watch = new Watch(pubSub, Commands.inbox(instanceId), runtime, events, this::linkReturned);
        this.beacons =
                new Beacons(instanceId, pubSub, backplane.maxMessageBytes(), runtime, streams, interests, lanes, gaps);
    }

    /**
     * A hub with the defaults, but for the backplane.
     *
     * @return a builder, which needs a {@linkplain HubBuilder#backplane backplane}
     */
    public static HubBuilder builder() {
        return new HubBuilder();
    }

    CompletionStage<Hub> start() {
        Subject inbox = Commands.inbox(instanceId);
        CompletableFuture<Hub> started = leases.start()
                .thenCompose(lease -> listen(inbox, this::receivedInInbox))
                .thenCompose(listening -> keep(pubSub.respond(inbox, commands::answer)))
                .thenCompose(listening -> listen(Subject.EVERYONE, this::receivedForEveryone))
                .thenApply(listening -> this)
                .toCompletableFuture()
                .copy();
        started.whenComplete((hub, error) -> {
            if (error == null) {
                sweeper.start();
                reconciliation.start(registrations.connections().values());
                beacons.start();
                watch.start();
                LOG.info("Instance {} is in the cluster", instanceId);
            } else {
                end().whenComplete((done, again) -> runtime.close());
            }
        });
        return Operation.of(started, runtime, options.operationTimeout());
    }

    @Override
    public InstanceId instanceId() {
        return instanceId;
    }

    @Override
    public CompletionStage<Void> register(Connection connection) {
        if (!connection.id().instance().equals(instanceId)) {
            throw new IllegalArgumentException(
                    "connection " + connection.id() + " names another instance, expected " + instanceId);
        }
        return whileOpen(() -> registrations.register(connection));
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        if (!closed.get()) {
            return Operation.of(registrations.unregister(id), runtime, options.operationTimeout());
        }
        registrations.forget(id);
        return Operation.of(ended.copy(), runtime, options.operationTimeout());
    }

    @Override
    public CompletionStage<Void> join(ConnectionId id, String group) {
        Target.Group target = new Target.Group(group);
        return whileOpen(() -> commands.execute(Command.Kind.JOIN, id, target));
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        Target.Group target = new Target.Group(group);
        return whileOpen(() -> commands.execute(Command.Kind.LEAVE, id, target));
    }

    @Override
    public CompletionStage<Void> leaveAll(ConnectionId id) {
        return id.instance().equals(instanceId)
                ? whileOpen(() -> registrations.leaveAll(id))
                : whileOpen(() -> own(ConnectionRegistry.super.leaveAll(id)));
    }

    @Override
    public CompletionStage<List<Member>> members(String group) {
        return whileOpen(() -> own(ConnectionRegistry.super.members(group)));
    }

    @Override
    public CompletionStage<List<Member>> connectionsOf(String user) {
        return whileOpen(() -> own(ConnectionRegistry.super.connectionsOf(user)));
    }

    /**
     * Changes what the cluster knows of a connection of this instance.
     *
     * @param id the connection
     * @param attributes keys and values, at most 1,024 bytes of UTF-8 together; they replace the earlier ones
     * @return done when every query shows them
     * @throws IllegalArgumentException if they are too long, or no valid Unicode
     */
    public CompletionStage<Void> update(ConnectionId id, Map<String, String> attributes) {
        Member checked = new Member(id, Optional.empty(), attributes);
        return whileOpen(() -> registrations.update(id, checked.attributes()));
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions sending) {
        return publish(audience, sending.messageId().orElse(null), new Effect.Deliver(message));
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        return publish(audience, null, new Effect.Disconnect(reason));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return whileOpen(() -> own(store.members(target, page)));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return whileOpen(() -> own(store.count(target)));
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return whileOpen(() -> own(store.groups(id)));
    }

    @Override
    public CompletionStage<Set<InstanceId>> instances() {
        return whileOpen(() -> own(store.leases().thenApply(Hub::live)));
    }

    /**
     * Whether this instance is in the cluster and what it needs of the broker works. It is not ready within 2 seconds after
     * the link died, also if the link does not say so, and ready again when a message of its own has come back to it.
     */
    @Override
    public Health health() {
        return watch.health();
    }

    @Override
    public Stream<Connection> connections() {
        return registrations.connections().values().stream().map(connection -> connection.sink);
    }

    @Override
    public Optional<Connection> connection(ConnectionId id) {
        return Optional.ofNullable(registrations.connections().get(id)).map(connection -> connection.sink);
    }

    @Override
    public int localCount() {
        return registrations.connections().size();
    }

    /**
     * Leaves the cluster: closes the connections that live here with 1001, ends the subscriptions, and removes from the
     * cluster whatever this instance has written. The backplane stays open: it belongs to whoever made it. Operations that
     * wait for the broker end as unknown; new ones fail with {@link RegistryClosedException}. Closing twice does
     * nothing.
     *
     * <p>It blocks until the broker has confirmed, at most for the operation timeout.
     */
    @Override
    public void close() {
        try {
            end().get(options.operationTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Instance {} could not clear up behind itself", instanceId, e);
            ended.completeExceptionally(new BackplaneTimeoutException("the cluster may still show this instance"));
        } finally {
            pending.forEach(attempt -> attempt.completeExceptionally(
                    new BackplaneTimeoutException("the registry was closed meanwhile, the outcome is unknown")));
            runtime.close();
        }
    }

    /** Leaves the cluster, without blocking; the same stage for all who ask. */
    CompletableFuture<Void> end() {
        if (closed.compareAndSet(false, true)) {
            registrations.close();
            connections().forEach(Hub::goAway);
            List<Subscription> all = new ArrayList<>(interests.close());
            all.addAll(subscriptions);
            reconciliation.close();
            sweeper.close();
            beacons.close();
            watch.close();
            Lease lease = leases.close();
            CompletableFuture.allOf(all.stream()
                            .map(subscription -> subscription.close().toCompletableFuture())
                            .toArray(CompletableFuture<?>[]::new))
                    .handle((unsubscribed, error) -> lease == null
                            ? CompletableFuture.<@Nullable Void>completedStage(null)
                            : sweeper.purge(lease))
                    .thenCompose(purged -> purged)
                    .whenComplete((purged, error) -> {
                        if (error == null) {
                            LOG.info("Instance {} has left the cluster", instanceId);
                            ended.complete(null);
                        } else {
                            ended.completeExceptionally(Operation.unwrap(error));
                        }
                    });
        }
        return ended;
    }

    private CompletionStage<SendResult> publish(Audience audience, @Nullable String messageId, Effect effect) {
        return whileOpen(() -> {
            byte[] envelope = EnvelopeCodec.encode(new Envelope(
                    instanceId, messageId, explicitTargets(audience), List.copyOf(audience.exceptions()), effect));
            return streams.publish(subjectOf(audience), envelope)
                    .thenApply(published -> SendResult.ACCEPTED)
                    .toCompletableFuture();
        });
    }

    private CompletionStage<Void> listen(Subject subject, PubSubSystem.Listener listener) {
        return keep(pubSub.subscribe(subject, listener));
    }

    private CompletionStage<Void> keep(CompletionStage<Subscription> subscribed) {
        return subscribed.thenAccept(subscription -> {
            subscriptions.add(subscription);
            if (closed.get()) {
                subscription.close();
            }
        });
    }

    /** What was written under an earlier lease is dead. */
    private void leaseTaken(Lease lease) {
        streams.epoch(lease.epoch());
        reconciliation.assertAll(registrations.connections().values());
    }

    /** What others published meanwhile is missed; what others wrote of themselves may have expired with their leases. */
    private void linkReturned() {
        leases.interrupted();
        leases.check();
        reconciliation.assertAll(registrations.connections().values());
        events.resync(EVERYONE);
        interests.forEach(events::resync);
    }

    private static Set<InstanceId> live(List<LeaseState> states) {
        return states.stream()
                .filter(LeaseState::live)
                .map(state -> state.lease().instance())
                .collect(Collectors.toUnmodifiableSet());
    }

    // On the driver's thread: no work here.

    private void received(Interest interest, byte[] payload) {
        Target target = interest.target();
        lanes.offer(target, payload.length, () -> fanOut.deliver(target, interest.sequences(gaps), payload));
    }

    /** The inbox shares a lane with what is for everyone. */
    private void receivedInInbox(byte[] payload) {
        if (Watch.isProbe(payload)) {
            watch.probeReturned();
            return;
        }
        lanes.offer(EVERYONE, payload.length, () -> fanOut.deliver(null, beacons.inbox, payload));
    }

    private void receivedForEveryone(byte[] payload) {
        lanes.offer(EVERYONE, payload.length, () -> {
            if (Beacon.isBeacon(payload)) {
                beacons.received(payload);
            } else {
                fanOut.deliver(EVERYONE, beacons.everyone, payload);
            }
        });
    }

    /** One target travels on its own subject; several travel once, on the subject that all instances listen to. */
    private static Subject subjectOf(Audience audience) {
        return audience.targets().size() == 1
                ? Interest.subjectOf(audience.targets().iterator().next())
                : Subject.EVERYONE;
    }

    /** The targets that the subject does not say by itself. */
    private static List<Target> explicitTargets(Audience audience) {
        boolean subjectSaysIt = audience.targets().size() == 1
                && !(audience.targets().iterator().next() instanceof Target.One);
        return subjectSaysIt ? List.of() : List.copyOf(audience.targets());
    }

    private <T> CompletionStage<T> whileOpen(Supplier<CompletableFuture<T>> work) {
        if (closed.get()) {
            return Operation.failed(new RegistryClosedException("the registry is closed"));
        }
        if (watch.isBroken()) {
            return Operation.failed(new BackplaneUnavailableException("the broker does not answer; not tried"));
        }
        CompletableFuture<T> attempt = work.get();
        if (!attempt.isDone()) {
            pending.add(attempt);
            attempt.whenComplete((value, error) -> {
                pending.remove(attempt);
                if (error != null) {
                    watch.ended(error);
                }
            });
        }
        return Operation.of(attempt, runtime, options.operationTimeout());
    }

    /** A connection of somebody else's making must not keep the hub from closing. */
    private static void goAway(Connection connection) {
        try {
            connection.close(CloseReason.GOING_AWAY);
        } catch (RuntimeException e) {
            LOG.error("Connection {} threw where it must not", connection.id(), e);
        }
    }

    /** A future of our own, which may be ended by its time-out, for a stage that belongs to the backplane. */
    private static <T> CompletableFuture<T> own(CompletionStage<T> stage) {
        return stage.toCompletableFuture().copy();
    }
}
