package io.carillon.redis;

import io.carillon.redis.core.BackplanePlace;
import io.carillon.redis.core.ClusterFixture;
import io.carillon.redis.core.RedisFixture;
import io.carillon.redis.core.SentinelFixture;
import java.time.Duration;
import java.util.Optional;

/** What a test of this backplane has opened. */
final class Place extends BackplanePlace<RedisBackplane> {
    @Override
    protected RedisBackplane connect(String uri, Duration connectTimeout, Optional<Duration> patience) {
        RedisBackplaneBuilder builder = RedisBackplane.builder().uri(uri).connectTimeout(connectTimeout);
        patience.ifPresent(builder::patience);
        return builder.connect();
    }

    /** For the conformance kit. */
    static RedisFixture fixture(RedisProcess redis) {
        return new RedisFixture(redis, Place::open);
    }

    /** For the conformance kit, on a Cluster. */
    static ClusterFixture fixture(RedisClusterProcess cluster) {
        return new ClusterFixture(cluster, Place::open);
    }

    /** For the conformance kit, behind Sentinels. */
    static SentinelFixture fixture(RedisProcess redis, SentinelProcess sentinels) {
        return new SentinelFixture(redis, sentinels, Place::open);
    }

    private static RedisBackplane open(String uri, Duration connectTimeout, Duration patience) {
        return RedisBackplane.builder()
                .uri(uri)
                .connectTimeout(connectTimeout)
                .patience(patience)
                .connect();
    }

    /** Under its own name here, by which tests know it. */
    static final class Losses extends RecordedLosses {}
}
