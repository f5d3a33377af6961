package io.carillon.benchmarks.redis;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import io.carillon.spi.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A hub with every option at its default. */
final class HubBus implements Bus {
    private static final int GROUPS = 10;

    private final Backplane backplane;
    private final Hub hub;
    private final List<ConnectionId> members = new ArrayList<>();

    HubBus(Backplane backplane) {
        this.backplane = backplane;
        this.hub =
                Hub.builder().backplane(backplane).start().toCompletableFuture().join();
    }

    @Override
    public void receive(String room, int receivers, Arrivals arrivals) {
        List<CompletableFuture<?>> joined = new ArrayList<>();
        for (int i = 0; i < receivers; i++) {
            Sink sink = register(arrivals);
            joined.add(hub.join(sink.id(), room).toCompletableFuture());
        }
        joined.forEach(CompletableFuture::join);
    }

    @Override
    public CompletionStage<?> publish(String room, byte[] message) {
        return hub.send(Audience.group(room), Message.binary(message));
    }

    /** Each group has one who stays: a member who joins needs no subscription. */
    @Override
    public void enrol(int count) {
        for (int i = 0; i < GROUPS; i++) {
            hub.join(register(null).id(), group(i)).toCompletableFuture().join();
        }
        for (int i = 0; i < count; i++) {
            members.add(register(null).id());
        }
    }

    @Override
    public CompletionStage<?> joinAndLeave(int member) {
        ConnectionId id = members.get(member);
        String group = group(member % GROUPS);
        return hub.join(id, group).thenCompose(joined -> hub.leave(id, group));
    }

    @Override
    public void close() {
        hub.close();
        backplane.close();
    }

    private Sink register(@Nullable Arrivals arrivals) {
        Sink sink = new Sink(ConnectionId.next(hub.instanceId()), arrivals);
        hub.register(sink).toCompletableFuture().join();
        return sink;
    }

    private static String group(int number) {
        return "group-" + number;
    }

    /** An anonymous connection that counts. */
    private record Sink(ConnectionId id, @Nullable Arrivals arrivals) implements Connection {
        @Override
        public Optional<String> user() {
            return Optional.empty();
        }

        @Override
        public Offer offer(Message message) {
            if (arrivals != null && message instanceof Message.Binary binary) {
                arrivals.came(binary.bytes());
            }
            return Offer.ACCEPTED;
        }

        @Override
        public void close(CloseReason reason) {}
    }
}
