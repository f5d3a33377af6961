package io.carillon.redis.core;

import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.concurrent.CompletionStage;

/** Channels with the names that others gave them. They are subscribed, and restored, on the link that all subscriptions share. */
final class RedisChannels implements ExternalChannels {
    private final String own;
    private final Subscriptions subscriptions;

    /**
     * Those of one server.
     *
     * @param own what the names of Carillon's own channels begin with
     */
    RedisChannels(String own, Subscriptions subscriptions) {
        this.own = own;
        this.subscriptions = subscriptions;
    }

    @Override
    public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
        if (ExternalChannels.checkName(channel).startsWith(own)) {
            throw new IllegalArgumentException(
                    "the channel begins with " + own + " as Carillon's own do, expected another");
        }
        return subscriptions.listen(channel, listener);
    }

    @Override
    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
        String glob = ExternalChannels.checkName(pattern).replaceAll("[?\\[\\]\\\\]", "\\\\$0");
        return subscriptions.listen(SubscribingWire.nameOfPattern(glob), new Others(own, listener));
    }

    /** A pattern may match Carillon's own channels. */
    private record Others(String own, ChannelListener listener) implements ChannelListener {
        @Override
        public void onMessage(String channel, byte[] payload) {
            if (!channel.startsWith(own)) {
                listener.onMessage(channel, payload);
            }
        }

        @Override
        public void onLost() {
            listener.onLost();
        }
    }
}
