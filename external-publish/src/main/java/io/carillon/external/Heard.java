package io.carillon.external;

import io.carillon.spi.ExternalChannels.ChannelListener;
import java.util.Optional;
import java.util.function.Function;

/**
 * Hands on what is heard, on the driver's thread.
 *
 * @param deliveries to these
 * @param counts where it is counted that something was lost
 * @param whose for whom a channel is, as it is when it is their turn
 */
record Heard(Deliveries deliveries, Counts counts, Function<String, Optional<? extends Recipients>> whose)
        implements ChannelListener {
    @Override
    public void onMessage(String channel, byte[] payload) {
        deliveries.take(payload, () -> whose.apply(channel));
    }

    @Override
    public void onLost() {
        counts.add(ExternalCount.LOST);
    }
}
