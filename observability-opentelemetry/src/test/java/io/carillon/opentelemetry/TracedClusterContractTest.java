package io.carillon.opentelemetry;

import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterContract;

class TracedClusterContractTest extends ClusterContract {
    @Override
    protected BrokerFixture fixture() {
        return new TracedFixture();
    }
}
