package io.carillon.redis.core;

import static io.carillon.redis.core.BackplanePlace.await;
import static io.carillon.redis.core.BackplanePlace.error;
import static io.carillon.redis.core.BackplanePlace.last;
import static io.carillon.redis.core.BackplanePlace.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.TcpProxy;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One clear error for each thing that may be wrong at the start, and no secret in any of them, whatever the driver. */
public abstract class ConnectContract {
    protected static final String SECRET = "s3cr3t-and-long";

    protected final BackplanePlace<?> place;

    /** With the place where backplanes with the driver that is tested are opened. */
    protected ConnectContract(BackplanePlace<?> place) {
        this.place = place;
    }

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
                "redis://:" + SECRET + "%zz@localhost",
                "redis://user:" + SECRET + "@host with blanks",
                "redis-sentinel://:" + SECRET + "@#name",
                "redis-cluster://:" + SECRET + "@",
                "redis-cluster://:" + SECRET + "@localhost,",
                " "
            })
    void anAddressThatCannotBeReadIsRefusedWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> place.backplane(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("redis://", "redis-sentinel://", "redis-cluster://")
                .satisfies(ConnectContract::holdsNoSecret);
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
        refused(withRights("~* &* +@all " + missing), "a right is missing");
    }

    @Test
    void aRightThatAScriptLacksIsNamedToo() {
        refused(withRights("~* &* +@all -zrangebylex"), "in a script, ZRANGEBYLEX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "x.y.zz"})
    void aServerThatIsTooOldIsRefused(String version) {
        TcpProxy way = place.way(place.redis());
        way.fromServer(said -> RedisProcess.claiming(version, new String(said, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1));
        refused(way.uri(), "the server is Redis " + RedisProcess.fitted(version) + ", expected 6.2 or later");
    }

    @Test
    void aReplicaIsRefused() {
        RedisProcess replica = place.keep(RedisProcess.replicaOf(place.redis()));
        refused(replica.uri(), "is a replica");
    }

    @Test
    void whatIsMissingOrOutOfBoundsIsListedAtOnce() {
        assertThatThrownBy(() -> place.backplane(
                        "",
                        options -> options.prefix("{tag}")
                                .patience(Duration.ZERO)
                                .connectTimeout(Duration.ofDays(100))
                                .maxMessageBytes(1)
                                .publishQueue(0, 0)
                                .giveUpAfter(0, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "prefix", "patience", "connect timeout", "4096", "queue", "give up", "address");
    }

    @Test
    void aClusterHasNoDatabases() {
        assertThatThrownBy(() ->
                        place.backplane("redis-cluster://localhost/3", options -> options.patience(Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no databases", "patience");
    }

    @Test
    void withoutARequiredBrokerItStartsAndGoesOnTrying() {
        TcpProxy way = place.way(place.redis());
        way.cut();
        Backplane backplane = place.backplane(way.uri(), options -> options.brokerRequired(false));
        List<Status> said = statuses(backplane);
        assertThat(last(said)).isEqualTo(Status.DISCONNECTED);
        assertThat(error(backplane.pubSub().publish(Subject.application("x"), new byte[1])))
                .isInstanceOf(BackplaneUnavailableException.class);
        way.restore();
        await().until(() -> last(said) == Status.CONNECTED);
    }

    @Test
    void itGivesUpWhenItWasToldTo() {
        TcpProxy way = place.way(place.redis());
        Backplane backplane = place.backplane(way.uri(), options -> options.giveUpAfter(2, Duration.ofMillis(50)));
        List<Status> said = statuses(backplane);
        way.cut();
        await().until(() -> last(said) == Status.GAVE_UP);
        way.restore();
        assertThat(error(backplane.membership().leases()))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("given up");
        assertThat(said).containsExactly(Status.CONNECTED, Status.DISCONNECTED, Status.GAVE_UP);
    }

    @Test
    void aServerThatIsBackIsFoundSoonHoweverFarApartTheAttemptsAreThatCount() {
        TcpProxy way = place.way(place.redis());
        Backplane backplane = place.backplane(way.uri(), options -> options.giveUpAfter(2, Duration.ofHours(1)));
        List<Status> said = statuses(backplane);
        for (int i = 0; i < 3; i++) {
            way.cut();
            await().until(() -> last(said) == Status.DISCONNECTED);
            way.restore();
            await().until(() -> last(said) == Status.CONNECTED);
        }
        assertThat(said).doesNotContain(Status.GAVE_UP);
    }

    private String withRights(String rights) {
        RedisProcess redis = place.redis();
        redis.ask("ACL SETUSER app on >" + SECRET + " " + rights);
        return "redis://app:" + SECRET + "@127.0.0.1:" + redis.port();
    }

    private void refused(String uri, String why) {
        assertThatThrownBy(() -> place.backplane(uri))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining(why)
                .satisfies(ConnectContract::holdsNoSecret);
    }

    /** Neither in its own message nor in any cause's. */
    public static void holdsNoSecret(Throwable error) {
        StringWriter all = new StringWriter();
        error.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(SECRET);
    }
}
