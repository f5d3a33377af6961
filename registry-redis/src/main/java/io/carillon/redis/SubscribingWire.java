package io.carillon.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;

/** One connection on which channels are subscribed, and what comes over it. */
final class SubscribingWire {
    private final StatefulRedisPubSubConnection<String, byte[]> connection;
    private final Subscriptions subscriptions;

    SubscribingWire(StatefulRedisPubSubConnection<String, byte[]> connection, Subscriptions subscriptions) {
        this.connection = connection;
        this.subscriptions = subscriptions;
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, byte[] payload) {
                subscriptions.message(SubscribingWire.this, channel, payload);
            }

            @Override
            public void subscribed(String channel, long count) {
                subscriptions.subscribed(SubscribingWire.this, channel);
            }

            @Override
            public void unsubscribed(String channel, long count) {
                subscriptions.unsubscribed(SubscribingWire.this, channel);
            }
        });
    }

    /** The server's push confirms it, one channel at a time; the driver's answer says only that there was no refusal. */
    void subscribe(List<String> names) {
        connection.async().subscribe(names.toArray(new String[0])).exceptionally(error -> {
            if (RedisErrors.unwrap(error) instanceof RedisCommandExecutionException refusal) {
                subscriptions.refused(this, names, refusal);
            }
            return null;
        });
    }

    void unsubscribe(String name) {
        connection.async().unsubscribe(name);
    }
}
