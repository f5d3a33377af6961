package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BackplaneContract;
import io.carillon.tck.BrokerFixture;

class JedisSentinelBackplaneContractTest extends BackplaneContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.sentinel(Place::open);
    }
}
