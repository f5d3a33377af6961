package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.MembershipStoreContract;

class JedisMembershipStoreContractTest extends MembershipStoreContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.single(Place::open);
    }
}
