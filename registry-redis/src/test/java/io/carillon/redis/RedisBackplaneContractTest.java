package io.carillon.redis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BackplaneContract;
import io.carillon.tck.BrokerFixture;

class RedisBackplaneContractTest extends BackplaneContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.single(Place::open);
    }
}
