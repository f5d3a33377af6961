package io.carillon.redis.jedis;

import io.carillon.redis.RedisBackplane;
import io.carillon.spi.Backplane;
import java.time.Duration;

/** With which an instance of these tests reaches Redis. */
enum Driver {
    LETTUCE {
        @Override
        Backplane connect(String uri) {
            return RedisBackplane.builder().uri(uri).connectTimeout(CONNECTING).connect();
        }
    },
    JEDIS {
        @Override
        Backplane connect(String uri) {
            return JedisBackplane.builder().uri(uri).connectTimeout(CONNECTING).connect();
        }
    };

    /** A driver's first time, in a JVM that shares its processors with other builds. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    abstract Backplane connect(String uri);

    Driver other() {
        return this == LETTUCE ? JEDIS : LETTUCE;
    }
}
