package io.carillon.redis.jedis;

import io.carillon.redis.core.RedisDriver;
import io.carillon.redis.core.RedisDriverContract;
import java.time.Duration;
import redis.clients.jedis.DefaultJedisClientConfig;

class JedisDriverTest extends RedisDriverContract {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    @Override
    protected RedisDriver driver(String address, String userAndPassword) {
        String user = userAndPassword.isEmpty() ? "" : userAndPassword + "@";
        return new JedisDriver(
                Configs.of(
                        Address.of("redis://" + user + address),
                        DefaultJedisClientConfig.builder().build(),
                        null,
                        CONNECTING),
                CONNECTING,
                Threads.of(null));
    }
}
