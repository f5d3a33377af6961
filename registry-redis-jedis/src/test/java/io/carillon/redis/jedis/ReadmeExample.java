package io.carillon.redis.jedis;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.spi.Connection;

/** The example of the README, so that it compiles. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void example(Connection connection) {
        // example
        try (JedisBackplane backplane = JedisBackplane.connect("redis://localhost:6379");
                Hub hub = Hub.builder()
                        .backplane(backplane)
                        .name("instance-1")
                        .start()
                        .toCompletableFuture()
                        .join()) {
            hub.register(connection);
            hub.join(connection.id(), "lobby");
            hub.send(Audience.group("lobby"), Message.text("hi")); // to members on every instance
        }
        // end of example
    }
}
