package io.carillon.redis.jedis;

import static io.carillon.redis.jedis.Place.await;
import static io.carillon.redis.jedis.Place.done;
import static io.carillon.redis.jedis.Place.last;
import static io.carillon.redis.jedis.Place.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.TcpProxy;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;

/** One clear error for each thing that may be wrong at the start, and no secret in any of them; and what an application may bring along. */
class JedisConnectTest {
    private static final String SECRET = "s3cr3t-and-long";

    private final Place place = new Place();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whereNobodyListensItSaysSo() throws IOException {
        int port = RedisProcess.freePort();
        refused("redis://:" + SECRET + "@127.0.0.1:" + port, "cannot reach Redis at 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:" + SECRET + "@",
                "http://:" + SECRET + "@localhost",
                "redis-sentinel://:" + SECRET + "@localhost",
                "redis://:" + SECRET + "%zz@localhost",
                "redis://user:" + SECRET + "@host with blanks",
                "redis://:" + SECRET + "@localhost:0",
                "redis://:" + SECRET + "@localhost:6379/x",
                ""
            })
    void anAddressThatCannotBeReadIsRefusedWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> JedisBackplane.connect(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://")
                .satisfies(JedisConnectTest::holdsNoSecret);
    }

    @Test
    void anAddressMayNameAUserADatabaseAndAHostThatOnlyContainersHave() {
        assertThat(Address.of("rediss://a%40b:p%3A+q@my_redis/3"))
                .isEqualTo(new Address("my_redis:6379", true, "a@b", "p:+q", 3));
        assertThat(Address.of("redis://:pass@[::1]:7000"))
                .isEqualTo(new Address("[::1]:7000", false, null, "pass", null));
        assertThat(Address.of("redis://localhost")).isEqualTo(new Address("localhost:6379", false, null, null, null));
    }

    @Test
    void aWrongPasswordIsRefused() {
        RedisProcess redis = place.redis("--requirepass", "another");
        refused("redis://:" + SECRET + "@127.0.0.1:" + redis.port(), "refuses the user name or the password");
    }

    @Test
    void aMissingPasswordIsSaidToBeMissing() {
        RedisProcess redis = place.redis("--requirepass", "another");
        refused(redis.uri(), "refuses the user name or the password, or wants one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-publish", "-subscribe", "-evalsha", "resetchannels", "resetkeys"})
    void aMissingRightIsNamed(String missing) {
        RedisProcess redis = place.redis();
        redis.ask("ACL SETUSER app on >" + SECRET + " ~* &* +@all " + missing);
        refused("redis://app:" + SECRET + "@127.0.0.1:" + redis.port(), "a right is missing");
    }

    @Test
    void aServerThatIsTooOldIsRefused() {
        RedisProcess redis = place.redis();
        TcpProxy way = place.way(redis);
        way.fromServer(said -> new String(said, StandardCharsets.ISO_8859_1)
                .replace("redis_version:7.0.15", "redis_version:6.0.16")
                .getBytes(StandardCharsets.ISO_8859_1));
        refused(way.uri(), "the server is Redis 6.0.16, expected 6.2 or later");
    }

    @Test
    void whatIsMissingOrOutOfBoundsIsListedAtOnce() {
        assertThatThrownBy(() -> JedisBackplane.builder()
                        .prefix("{tag}")
                        .patience(Duration.ZERO)
                        .connect())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("prefix", "patience", "address");
    }

    @Test
    void withoutARequiredBrokerItStartsAndGoesOnTryingUntilItMayGiveUp() {
        RedisProcess redis = place.redis();
        TcpProxy way = place.way(redis);
        way.cut();
        JedisBackplane backplane = place.keep(
                JedisBackplane.builder().uri(way.uri()).brokerRequired(false).connect());
        List<Status> said = statuses(backplane);
        assertThat(last(said)).isEqualTo(Status.DISCONNECTED);
        way.restore();
        await().until(() -> last(said) == Status.CONNECTED);
    }

    @Test
    void theUserMayStandInTheConfigurationAndOtherwiseInTheAddress() {
        RedisProcess redis = place.redis();
        redis.ask("ACL SETUSER app on >" + SECRET + " ~carillon:* &carillon:* +@all");
        redis.ask("ACL SETUSER default off");
        var right = DefaultJedisClientConfig.builder().user("app").password(SECRET);
        works(JedisBackplane.builder().uri(redis.uri()).clientConfig(right.build()));
        var wrong = DefaultJedisClientConfig.builder().user("app").password("x");
        works(JedisBackplane.builder()
                .uri("redis://app:" + SECRET + "@127.0.0.1:" + redis.port())
                .clientConfig(wrong.build()));
    }

    @Test
    void anExecutorOfTheApplicationsOwnIsUsedAndLeftOpen() throws InterruptedException {
        RedisProcess redis = place.redis();
        ExecutorService own = Executors.newFixedThreadPool(7, task -> new Thread(task, "applications-own"));
        JedisBackplane backplane =
                JedisBackplane.builder().uri(redis.uri()).executor(own).connect();
        var thread = new java.util.concurrent.CompletableFuture<String>();
        done(backplane
                .pubSub()
                .subscribe(
                        Subject.application("x"),
                        payload -> thread.complete(Thread.currentThread().getName())));
        done(backplane.pubSub().publish(Subject.application("x"), new byte[1]));
        assertThat(done(thread)).isEqualTo("applications-own");
        backplane.close();
        assertThat(own.isShutdown()).isFalse();
        own.shutdown();
        assertThat(own.awaitTermination(20, TimeUnit.SECONDS))
                .as("all its threads are free")
                .isTrue();
    }

    private void works(JedisBackplaneBuilder builder) {
        try (JedisBackplane backplane =
                builder.connectTimeout(Duration.ofSeconds(10)).connect()) {
            done(backplane.pubSub().publish(Subject.application("x"), new byte[1]));
        }
    }

    private static void refused(String uri, String why) {
        ThrowingCallable call = () -> JedisBackplane.builder()
                .uri(uri)
                .connectTimeout(Duration.ofSeconds(10))
                .connect()
                .close();
        assertThatThrownBy(call)
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining(why)
                .satisfies(JedisConnectTest::holdsNoSecret);
    }

    private static void holdsNoSecret(Throwable error) {
        StringWriter all = new StringWriter();
        error.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(SECRET);
    }
}
