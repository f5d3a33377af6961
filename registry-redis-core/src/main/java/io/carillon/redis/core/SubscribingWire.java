package io.carillon.redis.core;

import java.util.List;

/** One wire on which channels are subscribed, and what comes over it. */
final class SubscribingWire {
    private final Wire wire;
    private final Subscriptions subscriptions;

    SubscribingWire(Wire wire, Subscriptions subscriptions) {
        this.wire = wire;
        this.subscriptions = subscriptions;
        wire.deliverTo(this);
    }

    void message(String channel, byte[] payload) {
        subscriptions.message(this, channel, payload);
    }

    void subscribed(String channel) {
        subscriptions.subscribed(this, channel);
    }

    void unsubscribed(String channel) {
        subscriptions.unsubscribed(this, channel);
    }

    /** The server's push confirms it, one channel at a time; the answer says only that there was no refusal. */
    void subscribe(List<String> names) {
        wire.call("SUBSCRIBE", names.stream().map(Text::text).toList()).exceptionally(error -> {
            if (RedisErrors.unwrap(error) instanceof RedisRefusedException refusal) {
                subscriptions.refused(this, names, refusal);
            }
            return null;
        });
    }

    void unsubscribe(String name) {
        wire.call("UNSUBSCRIBE", name);
    }
}
