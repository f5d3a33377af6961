package io.carillon.local;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A hub without threads, in which everything is done when a call returns, with one group and no linger. */
class Stressed {
    static final String LOBBY = "lobby";

    final InlineRuntime runtime = new InlineRuntime();
    final WatchedBackplane backplane = new WatchedBackplane(runtime);
    final Hub hub =
            done(Hub.builder().backplane(backplane).linger(Duration.ZERO).start(runtime));

    Client register() {
        Client client = new Client(hub.instanceId());
        done(hub.register(client));
        return client;
    }

    Client member() {
        Client client = register();
        done(hub.join(client.id, LOBBY));
        return client;
    }

    CompletionStage<JoinResult> join(Client client) {
        return hub.join(client.id, LOBBY);
    }

    void leave(Client client) {
        done(hub.leave(client.id, LOBBY));
    }

    void unregister(Client client) {
        done(hub.unregister(client.id));
    }

    void send() {
        done(hub.send(Audience.group(LOBBY), Message.text("hi")));
    }

    /** How many members the cluster sees. */
    int count() {
        return done(hub.count(LOBBY)).intValue();
    }

    /** What is still subscribed to when all of them have been members and have gone: anything is a leak. */
    int leftBy(Client... clients) {
        for (Client client : clients) {
            join(client);
        }
        for (Client client : clients) {
            unregister(client);
        }
        runtime.runDue();
        return backplane.open.get();
    }

    static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    static boolean hasFailed(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isCompletedExceptionally();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Counts what it is offered, on one thread at a time. */
    static final class Client implements Connection {
        private final ConnectionId id;
        int received;

        Client(InstanceId instance) {
            this.id = ConnectionId.next(instance);
        }

        @Override
        public ConnectionId id() {
            return id;
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }

        @Override
        public Offer offer(Message message) {
            received++;
            return Offer.ACCEPTED;
        }

        @Override
        public void close(CloseReason reason) {}
    }
}
