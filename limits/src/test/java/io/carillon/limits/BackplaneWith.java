package io.carillon.limits;

import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.util.Optional;
import java.util.Set;

/** A backplane of values and nothing else. */
record BackplaneWith(ClusterValues counted) implements Backplane {
    @Override
    public PubSubSystem pubSub() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public MembershipStore membership() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Optional<ClusterValues> values() {
        return Optional.of(counted);
    }

    @Override
    public int maxMessageBytes() {
        return 4_096;
    }

    @Override
    public void close() {}
}
