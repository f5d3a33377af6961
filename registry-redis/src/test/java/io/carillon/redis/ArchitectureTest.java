package io.carillon.redis;

import io.carillon.redis.core.ArchitectureContract;
import java.util.List;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super(List.of("io.carillon.redis", "io.lettuce.."), List.of("RedisBackplane", "RedisBackplaneBuilder"));
    }
}
