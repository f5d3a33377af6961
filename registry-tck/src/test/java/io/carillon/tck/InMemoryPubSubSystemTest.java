package io.carillon.tck;

class InMemoryPubSubSystemTest extends PubSubSystemContract {
    @Override
    protected BrokerFixture fixture() {
        return new InMemoryFixture();
    }
}
