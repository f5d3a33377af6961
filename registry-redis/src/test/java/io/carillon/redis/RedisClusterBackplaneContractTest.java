package io.carillon.redis;

import io.carillon.tck.BackplaneContract;
import io.carillon.tck.BrokerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisClusterBackplaneContractTest extends BackplaneContract {
    private static RedisClusterProcess cluster;

    @BeforeAll
    static void start() {
        cluster = RedisClusterProcess.started(3, false);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    protected BrokerFixture fixture() {
        return Place.fixture(cluster);
    }
}
