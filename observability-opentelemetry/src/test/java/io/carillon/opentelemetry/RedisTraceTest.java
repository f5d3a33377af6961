package io.carillon.opentelemetry;

import io.carillon.redis.RedisBackplane;
import io.carillon.redis.RedisProcess;
import io.carillon.spi.Backplane;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisTraceTest extends TraceContract {
    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    Backplane open() {
        return RedisBackplane.builder()
                .uri(redis.uri())
                .connectTimeout(Duration.ofSeconds(10)) // the driver's first time, on a machine that has more to do
                .connect();
    }
}
