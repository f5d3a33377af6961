package io.carillon.redis.core;

import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Listener;

/**
 * Whoever listens to one channel knows its name.
 *
 * @param listener who
 */
record OneChannel(Listener listener) implements ChannelListener {
    @Override
    public void onMessage(String channel, byte[] payload) {
        listener.onMessage(payload);
    }

    @Override
    public void onLost() {
        listener.onLost();
    }
}
