package io.carillon.micrometer;

import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterContract;

class ObservedClusterContractTest extends ClusterContract {
    @Override
    protected BrokerFixture fixture() {
        return new ObservedFixture();
    }
}
