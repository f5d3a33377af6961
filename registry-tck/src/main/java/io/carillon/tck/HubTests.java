package io.carillon.tck;

import io.carillon.ConnectionRegistry;
import io.carillon.local.HubBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** A test with hubs, whose broker it can break. */
abstract class HubTests extends RegistryTests {
    /** The shortest lease that there is, for tests that wait for its end. */
    static final Duration LEASE = Duration.ofSeconds(1);

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

    final ConnectionRegistry open(EventLog log) {
        return open(hub -> hub.lease(LEASE).listener(hubs.told(log)));
    }

    /** Long enough for a lease to run out, and for the others to clear up behind it. */
    final Deadline patience() {
        return new Deadline(LEASE.multipliedBy(3).plus(deadline.time()));
    }
}
