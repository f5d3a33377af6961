package io.carillon.redis;

import io.carillon.redis.core.RedisWire;
import io.carillon.redis.core.WireCommand;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A connection of Lettuce's. */
final class LettuceWire implements RedisWire {
    /** Carillon's names are ASCII, and those of plain channels any Unicode. */
    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final StatefulConnection<String, byte[]> connection;

    private LettuceWire(StatefulConnection<String, byte[]> connection) {
        this.connection = connection;
    }

    static LettuceWire plain(StatefulConnection<String, byte[]> connection, Listener listener) {
        connection.addListener(new Closing(listener));
        if (!connection.isOpen()) { // before anybody listened
            listener.closed();
        }
        return new LettuceWire(connection);
    }

    static LettuceWire subscribing(StatefulRedisPubSubConnection<String, byte[]> connection, Listener listener) {
        connection.addListener(new Pushes(listener));
        return plain(connection, listener);
    }

    @Override
    public void send(List<WireCommand> batch) {
        if (batch.size() == 1) {
            connection.dispatch(LettuceCommand.of(batch.get(0)));
            return;
        }
        List<LettuceCommand<?>> commands = new ArrayList<>(batch.size());
        for (WireCommand command : batch) {
            commands.add(LettuceCommand.of(command));
        }
        connection.dispatch(commands);
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return connection.closeAsync();
    }

    private record Closing(Listener listener) implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {}

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            listener.closed();
        }
    }

    private static final class Pushes extends RedisPubSubAdapter<String, byte[]> {
        private final Listener listener;

        Pushes(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void message(String channel, byte[] payload) {
            listener.message(channel, payload);
        }

        @Override
        public void subscribed(String channel, long count) {
            listener.subscribed(channel);
        }

        @Override
        public void unsubscribed(String channel, long count) {
            listener.unsubscribed(channel);
        }

        @Override
        public void message(String pattern, String channel, byte[] payload) {
            listener.patternMessage(pattern, channel, payload);
        }

        @Override
        public void psubscribed(String pattern, long count) {
            listener.patternSubscribed(pattern);
        }

        @Override
        public void punsubscribed(String pattern, long count) {
            listener.patternUnsubscribed(pattern);
        }

        @Override
        public void smessage(String channel, byte[] payload) {
            listener.message(channel, payload);
        }

        @Override
        public void ssubscribed(String channel, long count) {
            listener.subscribed(channel);
        }

        @Override
        public void sunsubscribed(String channel, long count) {
            listener.unsubscribed(channel);
        }
    }
}
