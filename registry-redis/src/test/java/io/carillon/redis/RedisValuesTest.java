package io.carillon.redis;

import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.ClusterValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to Redis about values for the whole cluster; the rest is the conformance kit's. */
class RedisValuesTest {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final byte[] VALUE = {7};

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();
    private final ClusterValues values = place.backplane(redis.uri()).values().orElseThrow();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void everyKeyExpiresWithWhatItHolds() {
        done(values.put("ticket", VALUE, LIFE));
        assertThat(done(values.hold("ada", "1", 5, LIFE))).isTrue();
        assertThat(redis.keys()).hasSize(2).allSatisfy(key -> {
            assertThat(key).startsWith("carillon:");
            assertThat(life(key)).as(key).isBetween(LIFE.toMillis() - 60_000, LIFE.toMillis());
        });
        assertThat(done(values.hold("ada", "2", 5, Duration.ofSeconds(1)))).isTrue();
        assertThat(redis.keys())
                .hasSize(2)
                .allSatisfy(key -> assertThat(life(key))
                        .as("%s, which has the longer life still", key)
                        .isGreaterThan(60_000));
        assertThat(done(values.hold("ada", "3", 5, LIFE.multipliedBy(2)))).isTrue();
        assertThat(redis.keys()).anySatisfy(key -> assertThat(life(key)).isGreaterThan(LIFE.toMillis()));
    }

    @Test
    void nothingIsLeftOfWhatIsTakenAndReleased() {
        done(values.put("ticket", VALUE, LIFE));
        done(values.hold("ada", "1", 5, LIFE));
        done(values.hold("ada", "2", 5, LIFE));
        assertThat(done(values.take("ticket"))).contains(VALUE);
        done(values.release("ada", "1"));
        done(values.release("ada", "2"));
        assertThat(redis.keys()).isEmpty();
    }

    @Test
    void placesWhoseTimeIsOverDoNotPileUp() {
        for (int i = 0; i < 50; i++) {
            done(values.hold("ada", "short " + i, 1_000, Duration.ofMillis(1)));
        }
        done(values.hold("ada", "long", 1_000, LIFE));
        Place.await().untilAsserted(() -> {
            assertThat(done(values.hold("ada", "long", 1_000, LIFE))).isTrue();
            assertThat(redis.ask("ZCARD " + redis.keys().get(0))).startsWith(":1\r\n");
        });
    }

    @Test
    void anOwnerThatRenewsKeepsItsPlaceThoughTheServerHasForgottenIt() {
        assertThat(done(values.hold("ada", "1", 1, LIFE))).isTrue();
        redis.ask("FLUSHALL");
        redis.ask("SCRIPT FLUSH");
        assertThat(done(values.hold("ada", "2", 1, LIFE))).isTrue();
        assertThat(done(values.hold("ada", "1", Integer.MAX_VALUE, LIFE))).isTrue();
        assertThat(done(values.hold("ada", "3", 2, LIFE))).isFalse();
    }

    /** A script that the server has not seen is sent twice, and what comes behind it must not come before it. */
    @Test
    void whatIsReleasedBehindAHoldIsReleasedAlsoWhereTheServerMustBeToldTheScriptFirst() {
        for (int i = 0; i < 20; i++) {
            redis.ask("SCRIPT FLUSH");
            values.hold("ada", "1", 1, LIFE);
            CompletionStage<Void> released = values.release("ada", "1");
            done(released);
            assertThat(done(values.hold("ada", "2", 1, LIFE))).isTrue();
            done(values.release("ada", "2"));
        }
    }

    @Test
    void prefixesStayApart() {
        List<ClusterValues> all = new ArrayList<>();
        for (String prefix : List.of("carillon:v", "carillon:h", "other")) {
            all.add(place.backplane(redis.uri(), options -> options.prefix(prefix))
                    .values()
                    .orElseThrow());
        }
        all.add(values);
        for (int i = 0; i < all.size(); i++) {
            done(all.get(i).put("ada", String.valueOf(i).getBytes(StandardCharsets.UTF_8), LIFE));
            assertThat(done(all.get(i).hold("ada", "holder", 1, LIFE))).isTrue();
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(done(all.get(i).take("ada"))).contains(String.valueOf(i).getBytes(StandardCharsets.UTF_8));
            done(all.get(i).release("ada", "holder"));
        }
        assertThat(redis.keys()).isEmpty();
    }

    @Test
    void theRightsOfTheReadmeAreEnough() {
        redis.ask("ACL SETUSER app on >secret " + RedisReadmeTest.rights());
        ClusterValues limited = place.backplane("redis://app:secret@127.0.0.1:" + redis.port())
                .values()
                .orElseThrow();
        done(limited.put("ticket", VALUE, LIFE));
        assertThat(done(limited.get("ticket"))).contains(VALUE);
        assertThat(done(limited.take("ticket"))).contains(VALUE);
        assertThat(done(limited.hold("ada", "1", 1, LIFE))).isTrue();
        done(limited.release("ada", "1"));
        assertThat(redis.ask("ACL LOG")).isEqualTo("*0\r\n+OK\r\n");
    }

    private long life(String key) {
        return Long.parseLong(
                redis.ask("PTTL " + key).lines().findFirst().orElseThrow().substring(1));
    }
}
