package io.carillon.redis.jedis;

import static io.carillon.redis.jedis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.redis.RedisProcess;
import io.carillon.redis.SentinelProcess;
import io.carillon.redis.core.ConnectContract;
import io.carillon.redis.core.Deployment;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;

class JedisConnectTest extends ConnectContract {
    JedisConnectTest() {
        super(new Place());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:" + SECRET + "@localhost:0",
                "redis://:" + SECRET + "@localhost,localhost",
                "redis://:" + SECRET + "@localhost:6379/x",
                "redis-sentinel://:" + SECRET + "@localhost"
            })
    void neitherIsOneThatNamesNoPortNoNumberOrNoMaster(String uri) {
        assertThatThrownBy(() -> JedisBackplane.connect(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://")
                .satisfies(ConnectContract::holdsNoSecret);
    }

    @Test
    void anAddressMayNameAUserADatabaseAndAHostThatOnlyContainersHave() {
        assertThat(Address.of("rediss://a%40b:p%3A+q@my_redis/3"))
                .isEqualTo(new Address(Deployment.single("my_redis:6379"), true, "a@b", "p:+q", 3));
        assertThat(Address.of("redis://:pass@[::1]:7000"))
                .isEqualTo(new Address(Deployment.single("[::1]:7000"), false, null, "pass", null));
        assertThat(Address.of("redis://localhost"))
                .isEqualTo(new Address(Deployment.single("localhost:6379"), false, null, null, null));
    }

    @Test
    void anAddressMayNameSentinelsOrNodesOfACluster() {
        assertThat(Address.of("redis-sentinel://app:pass@my_one,[::1]:7000/3#the-master"))
                .isEqualTo(new Address(
                        Deployment.sentinel(List.of("my_one:26379", "[::1]:7000"), "the-master"),
                        false,
                        "app",
                        "pass",
                        3));
        assertThat(Address.of("rediss-sentinel://one#m").tls()).isTrue();
        assertThat(Address.of("rediss-cluster://:pass@one:7000,two"))
                .isEqualTo(new Address(Deployment.cluster(List.of("one:7000", "two:6379")), true, null, "pass", null));
        assertThat(Address.of("redis-cluster://one").tls()).isFalse();
    }

    @Test
    void theDatabaseOfTheConfigurationIsNoneOfAClustersEither() {
        assertThatThrownBy(() -> JedisBackplane.builder()
                        .uri("redis-cluster://localhost")
                        .clientConfig(
                                DefaultJedisClientConfig.builder().database(2).build())
                        .connect())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no databases, expected 0, not 2");
    }

    /** They have users of their own; the servers' password is never shown to them. */
    @Test
    void sentinelsMayHaveAPasswordOfTheirOwn() {
        RedisProcess redis = place.redis();
        redis.ask("ACL SETUSER app on >" + SECRET + " ~* &* +@all");
        SentinelProcess sentinels = place.keep(SentinelProcess.started(1, redis));
        String uri = "redis-sentinel://app:" + SECRET + "@127.0.0.1:"
                + sentinels.ports().get(0) + "#" + SentinelProcess.MASTER;
        works(JedisBackplane.builder().uri(uri));
        sentinels.password("theirs");
        assertThatThrownBy(() -> works(JedisBackplane.builder().uri(uri)))
                .hasMessageContaining("refuses the user name or the password, or wants one")
                .satisfies(ConnectContract::holdsNoSecret);
        works(JedisBackplane.builder()
                .uri(uri)
                .sentinelConfig(
                        DefaultJedisClientConfig.builder().password("theirs").build()));
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
        assertThat(own.awaitTermination(Place.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("all its threads are free")
                .isTrue();
    }

    private void works(JedisBackplaneBuilder builder) {
        try (JedisBackplane backplane =
                builder.connectTimeout(Duration.ofSeconds(10)).connect()) {
            done(backplane.pubSub().publish(Subject.application("x"), new byte[1]));
        }
    }
}
