package io.carillon.redis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.PubSubSystemContract;

class RedisClusterPubSubSystemContractTest extends PubSubSystemContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.cluster(Place::open);
    }
}
