package io.carillon.opentelemetry;

import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.util.Optional;
import java.util.Set;

/** A backplane whose messages carry the context of their traces. */
final class TracedBackplane implements Backplane {
    private final Backplane backplane;
    private final PubSubSystem pubSub;

    TracedBackplane(Backplane backplane, Traces traces) {
        this.backplane = backplane;
        this.pubSub = new TracedPubSub(backplane.pubSub(), backplane.maxMessageBytes(), traces);
    }

    @Override
    public PubSubSystem pubSub() {
        return pubSub;
    }

    @Override
    public MembershipStore membership() {
        return backplane.membership();
    }

    @Override
    public Set<Capability> capabilities() {
        return backplane.capabilities();
    }

    @Override
    public Optional<ClusterValues> values() {
        return backplane.values();
    }

    @Override
    public Optional<ExternalChannels> channels() {
        return backplane.channels();
    }

    @Override
    public int maxMessageBytes() {
        return backplane.maxMessageBytes();
    }

    @Override
    public void close() {
        backplane.close();
    }
}
