package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One takes for a place, another gives it back. */
class PlaceRaceTest {

    @Test
    void whateverIsTakenForAPlaceThatIsGivenBackMeanwhileIsFreeAfterwards() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (InMemoryBackplane backplane = InMemoryBackplane.create()) {
            ClusterValues values = backplane.values().orElseThrow();
            Limits limits = Limits.builder()
                    .connections(1)
                    .connectionsPerUser(1)
                    .backplane(backplane)
                    .placeLife(Duration.ofHours(1))
                    .build();
            CyclicBarrier together = new CyclicBarrier(2);
            for (int i = 0; i < 5_000; i++) {
                Place place = limits.places.take();
                Future<Boolean> givenBack = other.submit(() -> {
                    together.await();
                    return place.giveBack();
                });
                together.await();
                place.takeFor(Optional.of("ada"));

                assertThat(givenBack.get()).isTrue();
                assertThat(limits.connections()).isZero();
            }
            UserPlaces users = new UserPlaces(1, limits.options, limits.runtime);
            assertThat(values.hold(users.name("ada"), "somebody else", 1, Duration.ofSeconds(1))
                            .toCompletableFuture()
                            .join())
                    .isTrue();
            assertThat(limits.places
                            .take()
                            .takeFor(Optional.of("bob"))
                            .toCompletableFuture()
                            .join())
                    .isTrue();
        } finally {
            other.shutdownNow();
        }
    }
}
