package io.carillon.micrometer;

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
import io.carillon.micrometer.RegistryMeters.Operation;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** A registry whose network operations are measured. */
final class ObservedRegistry implements ConnectionRegistry {
    private final ConnectionRegistry registry;
    private final Calls<Operation> calls;

    ObservedRegistry(ConnectionRegistry registry, Calls<Operation> calls) {
        this.registry = registry;
        this.calls = calls;
    }

    @Override
    public InstanceId instanceId() {
        return registry.instanceId();
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        return calls.time(Operation.REGISTER, () -> registry.register(connection), Outcome::of);
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        return calls.time(Operation.UNREGISTER, () -> registry.unregister(id));
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        return calls.time(Operation.JOIN, () -> registry.join(id, group), Outcome::of);
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        return calls.time(Operation.LEAVE, () -> registry.leave(id, group));
    }

    @Override
    public CompletionStage<Void> leaveAll(ConnectionId id) {
        return calls.time(Operation.LEAVE, () -> registry.leaveAll(id));
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
        return calls.time(Operation.SEND, () -> registry.send(audience, message, options), Outcome::of);
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        return calls.time(Operation.DISCONNECT, () -> registry.disconnect(audience, reason), Outcome::of);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return calls.time(Operation.QUERY, () -> registry.groups(id));
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return calls.time(Operation.QUERY, () -> registry.members(target, page));
    }

    @Override
    public CompletionStage<List<Member>> members(String group) {
        return calls.time(Operation.QUERY, () -> registry.members(group));
    }

    @Override
    public CompletionStage<List<Member>> connectionsOf(String user) {
        return calls.time(Operation.QUERY, () -> registry.connectionsOf(user));
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return calls.time(Operation.QUERY, () -> registry.count(target));
    }

    @Override
    public CompletionStage<Set<InstanceId>> instances() {
        return calls.time(Operation.QUERY, registry::instances);
    }

    @Override
    public CompletionStage<Void> drain(Duration within) {
        return calls.time(Operation.DRAIN, () -> registry.drain(within));
    }

    @Override
    public Health health() {
        return registry.health();
    }

    @Override
    public Stream<Connection> connections() {
        return registry.connections();
    }

    @Override
    public Optional<Connection> connection(ConnectionId id) {
        return registry.connection(id);
    }

    @Override
    public int localCount() {
        return registry.localCount();
    }
}
