package io.carillon.tck;

import org.junit.jupiter.api.Nested;

/**
 * Several hubs over one broker: they keep what every registry is held to, and beyond that the rules CL of
 * {@code registry-api/SPEC.md}, which hold while links break, instances crash, and brokers pause and forget.
 */
public abstract class ClusterContract extends ConnectionRegistryContract {
    /** For those who extend it. */
    protected ClusterContract() {}

    /**
     * A broker for one test.
     *
     * @return a new one
     */
    protected abstract BrokerFixture fixture();

    @Override
    protected final RegistryFixture registries() {
        return hubs(fixture());
    }

    HubCluster hubs(BrokerFixture broker) {
        return new HubCluster(broker);
    }

    @Nested
    class Commands extends CommandRules {
        @Override
        HubCluster fixture() {
            return hubs(ClusterContract.this.fixture());
        }
    }

    @Nested
    class Rollback extends RollbackRules {
        @Override
        HubCluster fixture() {
            return hubs(ClusterContract.this.fixture());
        }
    }

    @Nested
    class Survival extends SurvivalRules {
        @Override
        HubCluster fixture() {
            return hubs(ClusterContract.this.fixture());
        }
    }
}
