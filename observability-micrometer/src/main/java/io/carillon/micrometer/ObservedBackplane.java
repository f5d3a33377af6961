package io.carillon.micrometer;

import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.util.Optional;
import java.util.Set;

/** A backplane whose every call is measured. */
final class ObservedBackplane implements Backplane {
    private final Backplane backplane;
    private final BrokerMeters meters;
    private final PubSubSystem pubSub;
    private final MembershipStore membership;
    private final Runnable stop;

    ObservedBackplane(Backplane backplane, BrokerMeters meters) {
        this.backplane = backplane;
        this.meters = meters;
        this.pubSub = new ObservedPubSub(backplane.pubSub(), meters);
        this.membership = new ObservedStore(backplane.membership(), meters);
        this.stop = backplane.pubSub().onStatus(meters::status);
    }

    @Override
    public PubSubSystem pubSub() {
        return pubSub;
    }

    @Override
    public MembershipStore membership() {
        return membership;
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
        stop.run();
        meters.ended();
        backplane.close();
    }
}
