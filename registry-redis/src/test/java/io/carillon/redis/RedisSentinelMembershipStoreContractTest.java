package io.carillon.redis;

import io.carillon.tck.BrokerFixture;
import io.carillon.tck.MembershipStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisSentinelMembershipStoreContractTest extends MembershipStoreContract {
    private static RedisProcess redis;
    private static RedisProcess replica;
    private static SentinelProcess sentinels;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        replica = RedisProcess.started("--replicaof", "127.0.0.1", String.valueOf(redis.port()));
        sentinels = SentinelProcess.started(1, redis, Duration.ofMinutes(5));
    }

    @AfterAll
    static void stop() {
        sentinels.close();
        replica.close();
        redis.close();
    }

    @Override
    protected BrokerFixture fixture() {
        return Place.fixture(redis, sentinels);
    }
}
