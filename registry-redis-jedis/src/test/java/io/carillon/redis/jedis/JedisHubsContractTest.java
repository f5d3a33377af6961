package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterContract;

class JedisHubsContractTest extends ClusterContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.single(Place::open);
    }
}
