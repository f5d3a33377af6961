package io.carillon.redis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterValuesContract;

class RedisClusterValuesContractTest extends ClusterValuesContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.single(Place::open);
    }
}
