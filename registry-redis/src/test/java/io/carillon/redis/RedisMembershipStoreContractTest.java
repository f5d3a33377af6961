package io.carillon.redis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.MembershipStoreContract;

class RedisMembershipStoreContractTest extends MembershipStoreContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.single(Place::open);
    }
}
