package io.carillon.redis.core;

import java.util.List;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super(
                List.of("org.slf4j.."),
                List.of(
                        "Backoff",
                        "Deployment",
                        "RedisCore",
                        "RedisDriver",
                        "RedisOptions",
                        "RedisOptionsBuilder",
                        "RedisRefusedException",
                        "RedisWire",
                        "WireCommand"));
    }
}
