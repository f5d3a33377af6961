package io.carillon.redis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterContract;

class RedisSentinelHubsContractTest extends ClusterContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.sentinel(Place::open);
    }
}
