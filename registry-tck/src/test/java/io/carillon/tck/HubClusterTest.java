package io.carillon.tck;

class HubClusterTest extends ClusterContract {
    @Override
    protected BrokerFixture fixture() {
        return new InMemoryFixture();
    }
}
