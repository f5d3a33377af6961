package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.core.ConnectContract;
import io.carillon.spi.Subject;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisConnectTest extends ConnectContract {
    RedisConnectTest() {
        super(new Place());
    }

    @Test
    void aClientOfTheApplicationsOwnIsUsedAndLeftOpen() {
        RedisProcess redis = RedisProcess.shared();
        try (RedisClient client = RedisClient.create(redis.uri())) {
            try (RedisBackplane backplane = RedisBackplane.builder()
                    .uri(redis.uri())
                    .client(client)
                    .connectTimeout(Duration.ofSeconds(10))
                    .connect()) {
                Place.done(backplane.pubSub().publish(Subject.application("x"), new byte[1]));
            }
            assertThat(client.connect().sync().ping()).isEqualTo("PONG");
        }
    }
}
