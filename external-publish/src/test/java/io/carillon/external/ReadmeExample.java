package io.carillon.external;

import io.carillon.local.Hub;
import io.carillon.spi.Backplane;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static ExternalMessages listen(Backplane backplane) {
        ExternalMessages external = ExternalMessages.builder(backplane)
                .users("user_noti:") // what is published on user_noti:ada is for the user ada
                .groups("room:") // and on room:lobby for the members of the group lobby
                .everyone("news")
                .build();
        Hub hub = Hub.builder()
                .backplane(backplane)
                .listener(external.listener()) // beside your own
                .start()
                .toCompletableFuture()
                .join();
        external.start(hub).toCompletableFuture().join();
        return external; // to be closed after the hub has drained, and before the backplane is
    }
    // README
}
