package io.carillon.tck;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link io.carillon.spi.ClusterValues} is held to: the rules CV of {@code registry-api/SPEC.md}. It is an optional part
 * of a backplane; extend this if yours has it.
 */
public abstract class ClusterValuesContract {
    /** For those who extend it. */
    protected ClusterValuesContract() {}

    /**
     * A broker for one test.
     *
     * @return a new one
     */
    protected abstract BrokerFixture fixture();

    @Nested
    class Values extends ValueRules {
        @Override
        BrokerFixture fixture() {
            return ClusterValuesContract.this.fixture();
        }
    }

    @Nested
    class Holding extends HoldingRules {
        @Override
        BrokerFixture fixture() {
            return ClusterValuesContract.this.fixture();
        }
    }
}
