package io.carillon.redis.jedis;

import io.carillon.redis.RedisProcess;
import io.carillon.redis.core.BackplanePlace;
import io.carillon.redis.core.RedisFixture;
import java.time.Duration;
import java.util.Optional;

/** What a test of this backplane has opened. */
final class Place extends BackplanePlace<JedisBackplane> {
    @Override
    protected JedisBackplane connect(String uri, Duration connectTimeout, Optional<Duration> patience) {
        JedisBackplaneBuilder builder = JedisBackplane.builder().uri(uri).connectTimeout(connectTimeout);
        patience.ifPresent(builder::patience);
        return builder.connect();
    }

    /** For the conformance kit. */
    static RedisFixture fixture(RedisProcess redis) {
        return new RedisFixture(
                redis,
                (uri, connectTimeout, patience) -> JedisBackplane.builder()
                        .uri(uri)
                        .connectTimeout(connectTimeout)
                        .patience(patience)
                        .connect());
    }
}
