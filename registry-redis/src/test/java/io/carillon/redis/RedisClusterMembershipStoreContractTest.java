package io.carillon.redis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.MembershipStoreContract;

class RedisClusterMembershipStoreContractTest extends MembershipStoreContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.cluster(Place::open);
    }
}
