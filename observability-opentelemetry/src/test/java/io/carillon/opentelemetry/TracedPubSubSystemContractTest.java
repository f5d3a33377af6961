package io.carillon.opentelemetry;

import io.carillon.tck.BrokerFixture;
import io.carillon.tck.PubSubSystemContract;

class TracedPubSubSystemContractTest extends PubSubSystemContract {
    @Override
    protected BrokerFixture fixture() {
        return new TracedFixture();
    }
}
