package io.carillon.tck;

class InMemoryExternalChannelsTest extends ExternalChannelsContract {
    @Override
    protected BrokerFixture fixture() {
        return new InMemoryFixture();
    }
}
