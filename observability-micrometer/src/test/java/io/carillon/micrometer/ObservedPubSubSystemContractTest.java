package io.carillon.micrometer;

import io.carillon.tck.BrokerFixture;
import io.carillon.tck.PubSubSystemContract;

class ObservedPubSubSystemContractTest extends PubSubSystemContract {
    @Override
    protected BrokerFixture fixture() {
        return new ObservedFixture();
    }
}
