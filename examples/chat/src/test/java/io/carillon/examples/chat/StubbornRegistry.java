package io.carillon.examples.chat;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A registry whose joins wait for a gate, and that can lose its broker. */
final class StubbornRegistry implements ConnectionRegistry {
    final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final ConnectionRegistry registry;
    private volatile boolean brokerLost;
    private volatile int crowd;

    StubbornRegistry(ConnectionRegistry registry) {
        this.registry = registry;
    }

    /** As if there were so many connections: whoever leaves takes its time then. */
    void crowd(int connections) {
        crowd = connections;
    }

    void loseBroker() {
        brokerLost = true;
    }

    private <T> CompletionStage<T> unlessLost(Supplier<CompletionStage<T>> operation) {
        return brokerLost
                ? CompletableFuture.failedStage(new BackplaneUnavailableException("the broker is gone"))
                : operation.get();
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        return gate.thenCompose(open -> unlessLost(() -> registry.join(id, group)));
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
        return unlessLost(() -> registry.send(audience, message, options));
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        return unlessLost(() -> registry.disconnect(audience, reason));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return unlessLost(() -> registry.members(target, page));
    }

    @Override
    public Health health() {
        return brokerLost ? Health.notReady("the broker is gone") : registry.health();
    }

    @Override
    public InstanceId instanceId() {
        return registry.instanceId();
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        return registry.register(connection);
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        return registry.unregister(id);
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        return registry.leave(id, group);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return registry.groups(id);
    }

    @Override
    public int localCount() {
        return Math.max(crowd, registry.localCount());
    }

    @Override
    public CompletionStage<Void> drain(Duration within) {
        return registry.drain(within);
    }

    @Override
    public Stream<Connection> connections() {
        return registry.connections();
    }
}
