package io.carillon.limits;

import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.JoinResult;
import io.carillon.spi.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A hub that can be told to answer otherwise, and writes down what it was asked. */
final class ScriptedRegistry extends ForwardingRegistry {
    final List<String> asked = new ArrayList<>();
    Supplier<CompletionStage<JoinResult>> registering;
    Supplier<CompletionStage<JoinResult>> joining;

    ScriptedRegistry(ConnectionRegistry hub) {
        super(hub);
    }

    @Override
    public CompletionStage<JoinResult> register(Connection connection) {
        asked.add("register");
        return registering == null ? delegate.register(connection) : registering.get();
    }

    @Override
    public CompletionStage<Void> unregister(ConnectionId id) {
        asked.add("unregister");
        return delegate.unregister(id);
    }

    @Override
    public CompletionStage<JoinResult> join(ConnectionId id, String group) {
        asked.add("join " + group);
        return joining == null ? delegate.join(id, group) : joining.get();
    }

    @Override
    public CompletionStage<Void> leave(ConnectionId id, String group) {
        asked.add("leave " + group);
        return delegate.leave(id, group);
    }

    @Override
    public CompletionStage<Void> leaveAll(ConnectionId id) {
        asked.add("leaveAll");
        return delegate.leaveAll(id);
    }

    static CompletionStage<JoinResult> failing() {
        return CompletableFuture.failedStage(new IllegalStateException("on purpose"));
    }
}
