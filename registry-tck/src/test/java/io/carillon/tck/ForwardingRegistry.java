package io.carillon.tck;

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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Another registry, with room to come between. Its defaults are the interface's own. */
class ForwardingRegistry implements ConnectionRegistry {
    final ConnectionRegistry real;

    ForwardingRegistry(ConnectionRegistry real) {
        this.real = real;
    }

    @Override
    public InstanceId instanceId() {
        return real.instanceId();
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        return real.register(connection);
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        return real.unregister(id);
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        return real.join(id, group);
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        return real.leave(id, group);
    }

    @Override
    public CompletionStage<Set<String>> groups(ConnectionId id) {
        return real.groups(id);
    }

    @Override
    public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
        return real.send(audience, message, options);
    }

    @Override
    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
        return real.disconnect(audience, reason);
    }

    @Override
    public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
        return real.members(target, page);
    }

    @Override
    public Stream<Connection> connections() {
        return real.connections();
    }

    @Override
    public Health health() {
        return real.health();
    }
}
