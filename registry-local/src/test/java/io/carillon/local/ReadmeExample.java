package io.carillon.local;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.spi.Connection;

/** The example of the README, so that it compiles. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void example(Connection connection) {
        // example
        try (InMemoryBackplane backplane = InMemoryBackplane.create();
                Hub hub = Hub.builder()
                        .backplane(backplane)
                        .name("instance-1")
                        .start()
                        .toCompletableFuture()
                        .join()) {
            hub.register(connection);
            hub.join(connection.id(), "lobby");
            hub.send(Audience.group("lobby").except(connection.id()), Message.text("hi"));
            hub.count("lobby").thenAccept(count -> System.out.println(count + " in the lobby"));
        }
        // end of example
    }
}
