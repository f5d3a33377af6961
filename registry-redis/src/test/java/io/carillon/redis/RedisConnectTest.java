package io.carillon.redis;

import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.last;
import static io.carillon.redis.Place.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One clear error for each thing that may be wrong at the start, and no secret in any of them. */
class RedisConnectTest {
    private static final String SECRET = "s3cr3t-and-long";

    private final Place place = new Place();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whereNobodyListensItSaysSo() throws IOException {
        int port = RedisProcess.freePort();
        refused(
                () -> RedisBackplane.connect("redis://:" + SECRET + "@127.0.0.1:" + port),
                "cannot reach Redis at 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:" + SECRET + "@",
                "http://:" + SECRET + "@localhost",
                "redis://:" + SECRET + "%zz@localhost",
                "redis://user:" + SECRET + "@host with blanks",
                ""
            })
    void anAddressThatCannotBeReadIsRefusedWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> RedisBackplane.connect(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://")
                .satisfies(RedisConnectTest::holdsNoSecret);
    }

    @Test
    void aWrongPasswordIsRefused() {
        RedisProcess redis = place.redis("--requirepass", "another");
        refused(
                () -> RedisBackplane.connect("redis://:" + SECRET + "@127.0.0.1:" + redis.port()),
                "refuses the user name or the password");
    }

    @Test
    void aMissingPasswordIsSaidToBeMissing() {
        RedisProcess redis = place.redis("--requirepass", "another");
        refused(() -> RedisBackplane.connect(redis.uri()), "refuses the user name or the password, or wants one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-publish",
                "-subscribe",
                "-evalsha",
                "-info",
                "-client",
                "-zadd",
                "-pubsub",
                "-set",
                "resetchannels",
                "resetkeys"
            })
    void aMissingRightIsNamed(String missing) {
        RedisProcess redis = place.redis();
        redis.ask("ACL SETUSER app on >" + SECRET + " ~* &* +@all " + missing);
        refused(
                () -> RedisBackplane.connect("redis://app:" + SECRET + "@127.0.0.1:" + redis.port()),
                "a right is missing");
    }

    @Test
    void aRightThatAScriptLacksIsNamedToo() {
        RedisProcess redis = place.redis();
        redis.ask("ACL SETUSER app on >" + SECRET + " ~* &* +@all -zrangebylex");
        refused(
                () -> RedisBackplane.connect("redis://app:" + SECRET + "@127.0.0.1:" + redis.port()),
                "in a script, ZRANGEBYLEX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "x.y.zz"})
    void aServerThatIsTooOldIsRefused(String version) {
        RedisProcess redis = place.redis();
        TcpProxy way = place.way(redis);
        way.fromServer(said -> new String(said, StandardCharsets.ISO_8859_1)
                .replace("redis_version:7.0.15", "redis_version:" + version)
                .getBytes(StandardCharsets.ISO_8859_1));
        refused(() -> RedisBackplane.connect(way.uri()), "the server is Redis " + version + ", expected 6.2 or later");
    }

    @Test
    void aReplicaIsRefused() {
        RedisProcess redis = place.redis();
        RedisProcess replica = place.redis("--replicaof", "127.0.0.1", String.valueOf(redis.port()));
        refused(() -> RedisBackplane.connect(replica.uri()), "is a replica");
    }

    @Test
    void whatIsMissingOrOutOfBoundsIsListedAtOnce() {
        assertThatThrownBy(() -> RedisBackplane.builder()
                        .prefix("{tag}")
                        .patience(Duration.ZERO)
                        .maxMessageBytes(1)
                        .publishQueue(0, 0)
                        .giveUpAfter(0, Duration.ZERO)
                        .connect())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("prefix", "patience", "4096", "queue", "give up", "address");
    }

    @Test
    void withoutARequiredBrokerItStartsAndGoesOnTrying() throws IOException {
        RedisProcess redis = place.redis();
        TcpProxy way = place.way(redis);
        way.cut();
        RedisBackplane backplane = place.keep(
                RedisBackplane.builder().uri(way.uri()).brokerRequired(false).connect());
        List<Status> said = statuses(backplane);
        assertThat(last(said)).isEqualTo(Status.DISCONNECTED);
        assertThat(Place.error(backplane.pubSub().publish(Subject.application("x"), new byte[1])))
                .isInstanceOf(BackplaneUnavailableException.class);
        way.restore();
        await().until(() -> last(said) == Status.CONNECTED);
    }

    @Test
    void itGivesUpWhenItWasToldTo() {
        RedisProcess redis = place.redis();
        TcpProxy way = place.way(redis);
        RedisBackplane backplane = place.keep(RedisBackplane.builder()
                .uri(way.uri())
                .giveUpAfter(2, Duration.ofMillis(50))
                .connect());
        List<Status> said = statuses(backplane);
        way.cut();
        await().until(() -> last(said) == Status.GAVE_UP);
        way.restore();
        assertThat(Place.error(backplane.membership().leases()))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("given up");
        assertThat(said).containsExactly(Status.CONNECTED, Status.DISCONNECTED, Status.GAVE_UP);
    }

    @Test
    void aClientOfTheApplicationsOwnIsUsedAndLeftOpen() {
        RedisProcess redis = place.redis();
        try (RedisClient client = RedisClient.create(redis.uri())) {
            try (RedisBackplane backplane =
                    RedisBackplane.builder().uri(redis.uri()).client(client).connect()) {
                Place.done(backplane.pubSub().publish(Subject.application("x"), new byte[1]));
            }
            assertThat(client.connect().sync().ping()).isEqualTo("PONG");
        }
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining(why)
                .satisfies(RedisConnectTest::holdsNoSecret);
    }

    private static void holdsNoSecret(Throwable error) {
        StringWriter all = new StringWriter();
        error.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(SECRET);
    }
}
