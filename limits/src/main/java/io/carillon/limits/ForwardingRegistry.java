package io.carillon.limits;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Page;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** All that no limit is about. Also what the interface could do by itself: the registry behind may know a better way. */
abstract class ForwardingRegistry implements ConnectionRegistry {
    final ConnectionRegistry delegate;

    ForwardingRegistry(ConnectionRegistry delegate) {
        this.delegate = delegate;
    }

    @Override
    public InstanceId instanceId() {
        return delegate.instanceId();
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return delegate.groups(id);
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
        return delegate.send(audience, message, options);
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message) {
        return delegate.send(audience, message);
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        return delegate.disconnect(audience, reason);
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return delegate.members(target, page);
    }

    @Override
    public CompletionStage<List<Member>> members(String group) {
        return delegate.members(group);
    }

    @Override
    public CompletionStage<List<Member>> connectionsOf(String user) {
        return delegate.connectionsOf(user);
    }

    @Override
    public CompletionStage<Long> count(Target target) {
        return delegate.count(target);
    }

    @Override
    public CompletionStage<Long> count(String group) {
        return delegate.count(group);
    }

    @Override
    public CompletionStage<Set<InstanceId>> instances() {
        return delegate.instances();
    }

    @Override
    public Stream<Connection> connections() {
        return delegate.connections();
    }

    @Override
    public Optional<Connection> connection(ConnectionId id) {
        return delegate.connection(id);
    }

    @Override
    public int localCount() {
        return delegate.localCount();
    }

    @Override
    public Health health() {
        return delegate.health();
    }

    @Override
    public CompletionStage<Void> drain(Duration within) {
        return delegate.drain(within);
    }
}
