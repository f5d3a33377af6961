package io.carillon.redis;

import io.carillon.redis.core.RedisDriver;
import io.carillon.redis.core.RedisDriverContract;
import io.lettuce.core.RedisURI;
import java.time.Duration;

class LettuceDriverTest extends RedisDriverContract {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    @Override
    protected RedisDriver driver(String address, String userAndPassword) {
        String user = userAndPassword.isEmpty() ? "" : userAndPassword + "@";
        return LettuceDriver.own(RedisURI.create("redis://" + user + address), CONNECTING);
    }
}
