package io.carillon.local;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.RegistryClosedException;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Connection;
import io.carillon.spi.MembershipStore.LeaseState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private final HubOptions options;
    private final HubRuntime runtime;
    private final Instance instance;

    Hub(HubOptions options, Backplane backplane, HubRuntime runtime) {
        this.options = options;
        this.runtime = runtime;
        this.instance = new Instance(options, backplane, runtime);
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
        CompletableFuture<Hub> attempt = instance.start().thenApply(started -> this);
        attempt.whenComplete((started, error) -> {
            if (error != null) {
                instance.end().whenComplete((gone, again) -> runtime.close());
            }
        });
        return Operation.of(attempt, runtime, options.operationTimeout());
    }

    @Override
    public InstanceId instanceId() {
        return instance.id;
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        if (!connection.id().instance().equals(instance.id)) {
            throw new IllegalArgumentException(
                    "connection " + connection.id() + " names another instance, expected " + instance.id);
        }
        return instance.callers.call(instance.outage.isOutlasted(), () -> instance.registrations.register(connection));
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        if (!instance.callers.isClosed()) {
            return instance.callers.await(instance.registrations.unregister(id));
        }
        instance.registrations.forget(id);
        return instance.callers.await(instance.end().copy());
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        Target.Group target = new Target.Group(group);
        return instance.callers.call(worksAlone(id), () -> instance.commands.join(id, target));
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        Target.Group target = new Target.Group(group);
        return instance.callers.call(worksAlone(id), () -> instance.commands.leave(id, target));
    }

    @Override
    public CompletionStage<Void> leaveAll(ConnectionId id) {
        return id.instance().equals(instance.id)
                ? instance.callers.call(worksAlone(id), () -> instance.registrations.leaveAll(id))
                : instance.callers.ask(() -> ConnectionRegistry.super.leaveAll(id));
    }

    @Override
    public CompletionStage<List<Member>> members(String group) {
        return instance.callers.ask(() -> ConnectionRegistry.super.members(group));
    }

    @Override
    public CompletionStage<List<Member>> connectionsOf(String user) {
        return instance.callers.ask(() -> ConnectionRegistry.super.connectionsOf(user));
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
        return instance.callers.call(worksAlone(id), () -> instance.registrations.update(id, checked.attributes()));
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions sending) {
        Effect.Deliver effect = new Effect.Deliver(message, sending.overflow());
        return instance.callers.call(
                instance.outage.isOutlasted(),
                () -> instance.publisher.send(audience, sending.messageId().orElse(null), effect));
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        if (audience.exceptions().isEmpty()
                && audience.targets().size() == 1
                && audience.targets().iterator().next() instanceof Target.Connection one) {
            boolean isHere = one.id().instance().equals(instance.id);
            return instance.callers.call(isHere, () -> instance.commands.disconnect(one.id(), reason));
        }
        return instance.callers.call(() -> instance.publisher.publish(audience, new Effect.Disconnect(reason)));
    }

    /**
     * Leaves gracefully. From now on {@link #health()} is {@link Health#LEAVING}, and registrations and what other instances ask of
     * connections here are refused as closed. The connections are closed with {@link CloseReason#goingAway 1001}, spread over four
     * fifths of the time, and each is told when to come back: in half a second at least, a second at most; later, up to a minute, where
     * otherwise more than a hundred would in a second. It is done when none is registered here and what they had accepted
     * is on its way. Those that have not gone when the time is over are unregistered. Draining again waits for the first drain.
     *
     * @param within zero to 1 hour
     */
    @Override
    public CompletionStage<Void> drain(Duration within) {
        if (within.isNegative() || within.compareTo(HubOptions.MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    "the time to drain is " + within + ", expected zero to " + HubOptions.MAX_DURATION);
        }
        return instance.callers.await(instance.drain(within), HubOptions.MAX_DURATION.plus(options.operationTimeout()));
    }

    /** Whether what is asked of a connection can be done without the broker. */
    private boolean worksAlone(ConnectionId id) {
        return instance.outage.isOutlasted() && id.instance().equals(instance.id);
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return instance.callers.ask(() -> instance.store.members(target, page));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return instance.callers.ask(() -> instance.store.count(target));
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return instance.callers.ask(() -> instance.store.groups(id));
    }

    @Override
    public CompletionStage<Set<InstanceId>> instances() {
        return instance.callers.ask(() -> instance.store.leases().thenApply(Hub::live));
    }

    /**
     * Whether this instance is in the cluster and what it needs of the broker works. It is not ready within 2 seconds after
     * the link died, also if the link does not say so, and ready again when a message of its own has come back to it.
     */
    @Override
    public Health health() {
        return instance.watch.health();
    }

    @Override
    public Stream<Connection> connections() {
        return instance.registrations.connections().values().stream().map(connection -> connection.sink);
    }

    @Override
    public Optional<Connection> connection(ConnectionId id) {
        return Optional.ofNullable(instance.registrations.connections().get(id)).map(connection -> connection.sink);
    }

    @Override
    public int localCount() {
        return instance.registrations.connections().size();
    }

    /**
     * The groups and users that connections of this instance are behind. Local, no network.
     *
     * @return each once, in no order; it shows changes that are made meanwhile, or not
     */
    public Stream<Target> localTargets() {
        return instance.interests.occupied();
    }

    /**
     * Leaves the cluster: closes the connections that live here with 1001, all at once, with a hint to come back as after
     * {@link #drain(Duration)}; ends the subscriptions, and removes from the
     * cluster whatever this instance has written. The backplane stays open: it belongs to whoever made it. Operations that
     * wait for the broker end as unknown; new ones fail with {@link RegistryClosedException}. Closing twice does
     * nothing.
     *
     * <p>It blocks until the broker has confirmed, at most for the operation timeout.
     */
    @Override
    public void close() {
        try {
            instance.end().get(options.operationTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Instance {} could not clear up behind itself", instance.id, e);
            instance.end()
                    .completeExceptionally(new BackplaneTimeoutException("the cluster may still show this instance"));
        } finally {
            instance.callers.end();
            runtime.close();
        }
    }

    /** Leaves the cluster, without blocking. */
    CompletableFuture<Void> end() {
        return instance.end();
    }

    private static Set<InstanceId> live(List<LeaseState> states) {
        return states.stream()
                .filter(LeaseState::live)
                .map(state -> state.lease().instance())
                .collect(Collectors.toUnmodifiableSet());
    }
}
