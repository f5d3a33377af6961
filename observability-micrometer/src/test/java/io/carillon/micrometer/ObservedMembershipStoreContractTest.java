package io.carillon.micrometer;

import io.carillon.tck.BrokerFixture;
import io.carillon.tck.MembershipStoreContract;

class ObservedMembershipStoreContractTest extends MembershipStoreContract {
    @Override
    protected BrokerFixture fixture() {
        return new ObservedFixture();
    }
}
