package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An instance is told to end while clients are there. */
class LeavingTest {
    private static final int CLIENTS = 20;
    /** So long that there is time to ask it meanwhile, also on a machine that stalls: ten seconds for all. */
    private static final Duration EACH = Duration.ofMillis(500);

    @Test
    void nobodyComesInAnyMoreAndWhoIsStillThereIsStillServed() throws Exception {
        try (Instances instances = new Instances()) {
            int port = instances.startLeavingSlowly(EACH);
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Client.of(port, "ada"));
            }
            Instances.awaitRegistered(port, CLIENTS);
            instances.awaitListening("ada", 1);
            instances.publish("ada", marker(0));

            CompletableFuture<Void> left = CompletableFuture.runAsync(instances::stop);
            CompletableFuture.anyOf(clients.stream().map(Client::closed).toArray(CompletableFuture<?>[]::new))
                    .get(Instances.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(instances.publish("ada", marker(1)))
                    .as("it still listens")
                    .isEqualTo(1);
            assertThat(Client.get(port, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(Client.refusal(port, "?token=" + Client.token("ada"))).isEqualTo(503);
            left.get(30, TimeUnit.SECONDS);

            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.closeCode()).isEqualTo(1001));
            assertThat(clients).as("who was there until later").anyMatch(client -> client.heard(marker(1)));
            assertThat(instances.publish("ada", marker(2))).isZero();
        }
    }

    private static String marker(int number) {
        return "{\"type\":\"marker-" + number + "\"}";
    }
}
