package io.carillon.redis;

import io.carillon.redis.core.TlsContract;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import java.time.Duration;

class RedisTlsTest extends TlsContract {
    RedisTlsTest() {
        super(new Place());
    }

    @Override
    protected RedisBackplane connect(String uri, Certificates trusted) {
        RedisClient client = place.keep(RedisClient.create());
        client.setOptions(ClientOptions.builder()
                .sslOptions(SslOptions.builder()
                        .jdkSslProvider()
                        .trustManager(trusted.authority().toFile())
                        .build())
                .build());
        return place.keep(RedisBackplane.builder()
                .uri(uri)
                .client(client)
                .connectTimeout(Duration.ofSeconds(10))
                .connect());
    }
}
