package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.local.Hub;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RedisSmokeTest {
    @Test
    void twoHubs() {
        try (RedisProcess redis = RedisProcess.started();
                RedisBackplane one = RedisBackplane.connect(redis.uri());
                RedisBackplane two = RedisBackplane.connect(redis.uri());
                Hub a = Hub.builder()
                        .backplane(one)
                        .name("a")
                        .start()
                        .toCompletableFuture()
                        .join();
                Hub b = Hub.builder()
                        .backplane(two)
                        .name("b")
                        .start()
                        .toCompletableFuture()
                        .join()) {
            Sink ada = new Sink(a, "ada");
            Sink bob = new Sink(b, "bob");
            a.register(ada).toCompletableFuture().join();
            b.register(bob).toCompletableFuture().join();
            a.join(ada.id(), "lobby").toCompletableFuture().join();
            a.join(bob.id(), "lobby").toCompletableFuture().join();
            assertThat(a.count("lobby").toCompletableFuture().join()).isEqualTo(2);
            assertThat(a.members("lobby").toCompletableFuture().join()).hasSize(2);
            b.send(Audience.group("lobby"), Message.text("hi"))
                    .toCompletableFuture()
                    .join();
            Awaitility.await().untilAsserted(() -> assertThat(ada.received).containsExactly("hi"));
            Awaitility.await().untilAsserted(() -> assertThat(bob.received).containsExactly("hi"));
            System.out.println(redis.keys());
            assertThat(a.groups(bob.id()).toCompletableFuture().join()).containsExactly("lobby");
        }
    }
}
