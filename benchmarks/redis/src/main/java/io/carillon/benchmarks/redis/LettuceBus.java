package io.carillon.benchmarks.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Lettuce with every option at its default: PUBLISH, each command flushed by itself, and a listener that hands what comes to
 * the receivers, one after the other.
 */
final class LettuceBus implements Bus {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> commands;
    private final StatefulRedisPubSubConnection<String, byte[]> subscriptions;
    private final Map<String, Consumer<byte[]>> rooms = new ConcurrentHashMap<>();
    private final BareMembership membership;

    LettuceBus(String uri) {
        client = RedisClient.create(uri);
        commands = client.connect(CODEC);
        subscriptions = client.connectPubSub(CODEC);
        subscriptions.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, byte[] message) {
                Consumer<byte[]> room = rooms.get(channel);
                if (room != null) {
                    room.accept(message);
                }
            }
        });
        membership = new BareMembership(commands, CODEC);
    }

    @Override
    public void receive(String room, int receivers, Arrivals arrivals) {
        rooms.put(room, message -> {
            for (int i = 0; i < receivers; i++) {
                arrivals.came(ByteBuffer.wrap(message));
            }
        });
        subscriptions.sync().subscribe(room);
    }

    @Override
    public CompletionStage<?> publish(String room, byte[] message) {
        return commands.async().publish(room, message);
    }

    @Override
    public void enrol(int members) {
        membership.enrol(members);
    }

    @Override
    public CompletionStage<?> joinAndLeave(int member) {
        return membership.joinAndLeave(member);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
