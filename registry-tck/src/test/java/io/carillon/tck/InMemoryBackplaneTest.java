package io.carillon.tck;

class InMemoryBackplaneTest extends BackplaneContract {
    @Override
    protected BrokerFixture fixture() {
        return new InMemoryFixture();
    }
}
