package io.carillon.redis.jedis;

import io.carillon.redis.RedisProcess;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.ClusterValuesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JedisClusterValuesContractTest extends ClusterValuesContract {
    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    protected BrokerFixture fixture() {
        return Place.fixture(redis);
    }
}
