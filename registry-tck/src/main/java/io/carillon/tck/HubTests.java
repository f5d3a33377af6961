package io.carillon.tck;

import io.carillon.ConnectionRegistry;
import io.carillon.local.HubBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** A test with hubs, whose broker it can break. */
abstract class HubTests extends RegistryTests {
    /** The shortest lease that there is, for who has no people: it is soon held for so long that it may judge others. */
    static final Duration LEASE = Duration.ofSeconds(1);
    /**
     * A lease for who has people that a test sees: renewed, and taken again, soon enough to be waited for, and not lost where a machine
     * stalls for two seconds. Who is too slow for it is swept, and rightly.
     */
    static final Duration HELD = Duration.ofSeconds(4);

    HubCluster hubs;

    @Override
    abstract HubCluster fixture();

    @BeforeEach
    void knowTheHubs() {
        hubs = (HubCluster) cluster;
    }

    final void need(BrokerFixture.Fault fault) {
        BrokerTests.need(fault.name(), Optional.ofNullable(hubs.broker.cannot().get(fault)));
    }

    final ConnectionRegistry open(Consumer<HubBuilder> options) {
        return hubs.open(backplane -> backplane, options);
    }

    /** Long enough for a lease to run out, and for the others to clear up behind it. */
    final Deadline patience() {
        return new Deadline(HELD.multipliedBy(2).plus(deadline.time()));
    }
}
