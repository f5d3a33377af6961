package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BackplaneContract;
import io.carillon.tck.BrokerFixture;

class JedisClusterBackplaneContractTest extends BackplaneContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.cluster(Place::open);
    }
}
