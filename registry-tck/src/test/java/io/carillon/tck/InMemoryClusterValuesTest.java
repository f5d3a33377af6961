package io.carillon.tck;

class InMemoryClusterValuesTest extends ClusterValuesContract {
    @Override
    protected BrokerFixture fixture() {
        return new InMemoryFixture();
    }
}
