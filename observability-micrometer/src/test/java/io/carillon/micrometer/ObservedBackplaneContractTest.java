package io.carillon.micrometer;

import io.carillon.tck.BackplaneContract;
import io.carillon.tck.BrokerFixture;

class ObservedBackplaneContractTest extends BackplaneContract {
    @Override
    protected BrokerFixture fixture() {
        return new ObservedFixture();
    }
}
