package io.carillon.tck;

class InMemoryMembershipStoreTest extends MembershipStoreContract {
    @Override
    protected BrokerFixture fixture() {
        return new InMemoryFixture();
    }
}
