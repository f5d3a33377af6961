package io.carillon.redis.core;

import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.concurrent.CompletionStage;

/**
 * Channels with the names that others gave them. They are subscribed, and restored, on the link that all subscriptions share. On a Cluster any
 * node hears what is published on any other; the slot of the name only chooses one.
 */
final class RedisChannels implements ExternalChannels {
    private final String own;
    private final Routes routes;

    /**
     * Those of one server, or of a Cluster.
     *
     * @param own what the names of Carillon's own channels begin with
     */
    RedisChannels(String own, Routes routes) {
        this.own = own;
        this.routes = routes;
    }

    @Override
    public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
        if (ExternalChannels.checkName(channel).startsWith(own)) {
            throw new IllegalArgumentException(
                    "the channel begins with " + own + " as Carillon's own do, expected another");
        }
        return listen(channel, listener);
    }

    @Override
    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
        String glob = ExternalChannels.checkName(pattern).replaceAll("[?\\[\\]\\\\]", "\\\\$0");
        return listen(SubscribingWire.nameOfPattern(glob), new Others(own, listener));
    }

    private CompletionStage<Subscription> listen(String name, ChannelListener listener) {
        return routes.to(name).subscriptions().listen(name, listener);
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
