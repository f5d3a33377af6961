package io.carillon.faults;

import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.concurrent.CompletionStage;

/** Plain channels at the other end of a {@link FaultyLink}, which break and come back with the subscriptions of {@link FaultyPubSub}. */
final class FaultyChannels implements ExternalChannels {
    private final ExternalChannels channels;
    private final FaultyPubSub pubSub;

    FaultyChannels(ExternalChannels channels, FaultyPubSub pubSub) {
        this.channels = channels;
        this.pubSub = pubSub;
    }

    @Override
    public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
        ExternalChannels.checkName(channel);
        return pubSub.listen("channel " + channel, listener, brought -> channels.subscribe(channel, brought));
    }

    @Override
    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
        ExternalChannels.checkName(pattern);
        return pubSub.listen("pattern " + pattern, listener, brought -> channels.subscribePattern(pattern, brought));
    }
}
