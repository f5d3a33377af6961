package io.carillon.redis;

import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.local.Hub;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that forgets, and says nothing of it. */
class RedisOutageTest {
    /** Soon renewed, which finds out that it is gone; and not lost where a machine stalls. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whatTheBrokerForgetsIsWrittenAgain() {
        Hub here = place.hub(place.backplane(redis.uri()), "here", hub -> hub.lease(LEASE));
        Hub there = place.hub(place.backplane(redis.uri()), "there", hub -> hub.lease(LEASE));
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(here.join(ada.id(), "lobby"));
        assertThat(redis.ask("FLUSHALL")).startsWith("+OK");
        await().untilAsserted(() -> {
            assertThat(done(there.count("lobby"))).isEqualTo(1);
            assertThat(done(there.connectionsOf("ada"))).hasSize(1);
            assertThat(done(there.groups(ada.id()))).containsExactly("lobby");
        });
    }
}
