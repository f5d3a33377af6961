package io.carillon.examples.own;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryException;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry of one's own. It holds the connections of this instance; what the cluster knows of them is in the
 * {@link SharedState}. Whoever sends looks up there who is meant, and tells their instances through the {@link Broker}.
 *
 * <p>One thread, the worker, does everything, in the order in which it was asked for. So nothing is locked, a join may
 * follow a registration that is not done yet, and what is said in turn is heard in turn.
 */
final class OwnRegistry implements ConnectionRegistry, AutoCloseable {
    /** For so long a crashed instance's connections are still seen. */
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final long BEAT_SECONDS = LIFE.toSeconds() / 3;
    private static final long TIMEOUT_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(OwnRegistry.class);

    private final Map<ConnectionId, Connection> here = new ConcurrentHashMap<>();
    private final Map<String, Long> heard = new HashMap<>();
    private final InstanceId me;
    private final SharedState shared;
    private final Broker broker;
    private final ScheduledExecutorService worker;

    /** Enters the cluster, by a name that nobody ever had. The worker is one thread, ended by {@link #close()}. */
    OwnRegistry(InstanceId me, SharedState shared, Broker broker, ScheduledExecutorService worker) {
        this.me = me;
        this.shared = shared;
        this.broker = broker;
        this.worker = worker;
        shared.renew(me, LIFE);
        broker.subscribe(me, notice -> work(() -> hear(notice)));
        worker.scheduleWithFixedDelay(() -> attempt(this::beat), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public InstanceId instanceId() {
        return me;
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        ConnectionId id = connection.id();
        Member member = new Member(id, connection.user(), connection.attributes());
        if (!id.instance().equals(me) || here.putIfAbsent(id, connection) != null) {
            throw new IllegalArgumentException("connection " + id + " is not of this instance, or registered already");
        }
        // Whoever has gone meanwhile is not brought back.
        return answer(work(() -> here.containsKey(id) ? shared.add(member) : JoinResult.JOINED), () -> unregister(id));
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        here.remove(id);
        return answer(work(() -> id.instance().equals(me) && shared.remove(id))).thenAccept(removed -> {});
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        Target.Group target = new Target.Group(group);
        return answer(work(() -> shared.join(id, target)), () -> leave(id, group));
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        Target.Group target = new Target.Group(group);
        return answer(work(() -> shared.leave(id, target))).thenAccept(left -> {});
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return answer(work(() -> shared.groups(id)));
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
        return answer(work(() -> tellOwners(audience, ids -> new Notice.Offer(me, ids, message, options))));
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        Target first = audience.targets().iterator().next();
        if (first instanceof Target.Connection one && audience.equals(Audience.connection(one.id()))) {
            Notice close = new Notice.Close(Set.of(one.id()), reason);
            return answer(
                    work(() -> broker.request(shared.owner(one.id()), close)).thenCompose(told -> told));
        }
        return answer(work(() -> tellOwners(audience, ids -> new Notice.Close(ids, reason))));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        String from = page.from().value();
        Optional<ConnectionId> last = from.isEmpty() ? Optional.empty() : Optional.of(ConnectionId.parse(from));
        return answer(work(() -> shared.members(target, last, page.size())));
    }

    @Override
    public Stream<Connection> connections() {
        return here.values().stream();
    }

    @Override
    public Optional<Connection> connection(ConnectionId id) {
        return Optional.ofNullable(here.get(id));
    }

    /** Leaves the cluster. What the shared state does not hear of now, it finds out by itself. */
    @Override
    public void close() {
        broker.unsubscribe(me);
        work(() -> shared.remove(me)).handle((removed, failure) -> true).join();
        worker.shutdown();
    }

    /** Lives on; or has been taken for dead, and lost its place in all groups: then its clients should come back anew. */
    void beat() {
        heard.values().removeIf(at -> System.nanoTime() - at > TimeUnit.MINUTES.toNanos(1));
        if (!shared.renew(me, LIFE)) {
            connections().forEach(connection -> connection.close(CloseReason.TRY_AGAIN_LATER));
        }
    }

    private SendResult tellOwners(Audience audience, Function<Set<ConnectionId>, Notice> notice) {
        shared.behind(audience).forEach((owner, ids) -> broker.publish(owner, notice.apply(ids)));
        return SendResult.ACCEPTED;
    }

    private SendResult hear(Notice notice) {
        if (notice.name().isEmpty() || heard.put(notice.name().get(), System.nanoTime()) == null) {
            notice.ids().forEach(id -> connection(id).ifPresent(one -> attempt(() -> notice.carryOut(one))));
        }
        return SendResult.ACCEPTED;
    }

    /** One connection that fails does not keep a message from the next, nor one beat the next from being. */
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("something failed on {}", me, e);
        }
    }

    private <T> CompletableFuture<T> work(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, worker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new RegistryClosedException("this registry is closed"));
        }
    }

    /** What a caller gets: it ends in time, in an error of ours if at all, by nobody else, and not on the worker. */
    private static <T> CompletionStage<T> answer(CompletableFuture<T> work, Runnable... undo) {
        return work.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .handleAsync((result, failure) -> {
                    if (failure == null) {
                        return result;
                    }
                    Stream.of(undo).forEach(Runnable::run); // It may have been done, or may be done yet.
                    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
                    throw why instanceof RegistryException e ? e : new BackplaneTimeoutException("no answer", failure);
                })
                .minimalCompletionStage();
    }
}
