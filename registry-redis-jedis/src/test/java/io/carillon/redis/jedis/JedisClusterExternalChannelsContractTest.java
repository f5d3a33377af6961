package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ExternalChannelsContract;

class JedisClusterExternalChannelsContractTest extends ExternalChannelsContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.cluster(Place::open);
    }
}
