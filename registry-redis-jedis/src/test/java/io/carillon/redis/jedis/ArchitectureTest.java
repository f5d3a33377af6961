package io.carillon.redis.jedis;

import io.carillon.redis.core.ArchitectureContract;
import java.util.List;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super(
                List.of("io.carillon.redis.jedis", "redis.clients.jedis..", "javax.net.ssl"),
                List.of("JedisBackplane", "JedisBackplaneBuilder"));
    }
}
