package io.carillon.benchmarks.hub;

import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Connection;
import java.util.concurrent.CompletionStage;

/** A hub of its own backplane, with one group. */
final class OneHub implements AutoCloseable {
    static final String GROUP = "lobby";

    private final InMemoryBackplane backplane = InMemoryBackplane.create();
    final Hub hub;

    OneHub() {
        this.hub = done(Hub.builder().backplane(backplane).start());
    }

    OneHub(RegistryListener listener) {
        this.hub = done(Hub.builder().backplane(backplane).listener(listener).start());
    }

    void addMember(Connection connection) {
        done(hub.register(connection));
        done(hub.join(connection.id(), GROUP));
    }

    @Override
    public void close() {
        hub.close();
        backplane.close();
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
