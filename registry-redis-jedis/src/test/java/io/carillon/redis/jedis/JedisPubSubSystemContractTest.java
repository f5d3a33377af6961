package io.carillon.redis.jedis;

import io.carillon.redis.RedisProcess;
import io.carillon.tck.BrokerFixture;
import io.carillon.tck.PubSubSystemContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JedisPubSubSystemContractTest extends PubSubSystemContract {
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
