package io.carillon.jakarta;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A registry of one instance, written by hand: the transport must need nothing that only a Hub has. */
final class StubRegistry implements ConnectionRegistry {
    final List<ConnectionId> registered = new CopyOnWriteArrayList<>();
    final List<ConnectionId> unregistered = new CopyOnWriteArrayList<>();
    private static final AtomicInteger LAST = new AtomicInteger();

    private final InstanceId instance = new InstanceId("stub-" + LAST.incrementAndGet());
    private final Map<ConnectionId, Connection> connections = new ConcurrentHashMap<>();
    private final Map<ConnectionId, Set<String>> groups = new ConcurrentHashMap<>();
    volatile Health health = Health.READY;
    private Supplier<CompletionStage<JoinResult>> answer = () -> CompletableFuture.completedStage(JoinResult.JOINED);

    /** What register answers from now on. */
    void answer(Supplier<CompletionStage<JoinResult>> register) {
        answer = register;
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public InstanceId instanceId() {
        return instance;
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        registered.add(connection.id());
        connections.put(connection.id(), connection);
        return answer.get();
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        unregistered.add(id);
        connections.remove(id);
        groups.remove(id);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        groups.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(group);
        return CompletableFuture.completedStage(JoinResult.JOINED);
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        groups.getOrDefault(id, ConcurrentHashMap.newKeySet()).remove(group);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return CompletableFuture.completedStage(new TreeSet<>(groups.getOrDefault(id, Set.of())));
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
        connections()
                .filter(connection -> audience.targets().stream().anyMatch(target -> isBehind(connection, target)))
                .filter(connection -> audience.exceptions().stream().noneMatch(target -> isBehind(connection, target)))
                .forEach(connection -> connection.offer(message));
        return CompletableFuture.completedStage(SendResult.ACCEPTED);
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public Stream<Connection> connections() {
        return connections.values().stream();
    }

    private boolean isBehind(Connection connection, Target target) {
        if (target instanceof Target.Connection one) {
            return connection.id().equals(one.id());
        } else if (target instanceof Target.User user) {
            return connection.user().filter(user.name()::equals).isPresent();
        } else if (target instanceof Target.Group group) {
            return groups.getOrDefault(connection.id(), Set.of()).contains(group.name());
        }
        return true;
    }
}
