package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisFixture;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterContract;
import org.junit.jupiter.api.Tag;

/** Above the driver, which the other contracts hold to it on every build, this is the same code as on Lettuce. */
@Tag("long")
class JedisClusterHubsContractTest extends ClusterContract {
    @Override
    protected BrokerFixture fixture() {
        return RedisFixture.cluster(Place::open);
    }
}
