package io.carillon.redis;

import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.BackplaneUnavailableException;
import io.carillon.local.Hub;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code rediss://}: a server with a certificate of one's own authority, and whom it is taken for. */
class RedisTlsTest {
    private static final String SECRET = "s3cr3t-and-long";

    /** One for all: to make one takes a second. */
    private static final Certificates CERTIFICATES = new Certificates();

    private final Place place = new Place();

    @AfterEach
    void close() {
        place.close();
    }

    @AfterAll
    static void forget() {
        CERTIFICATES.close();
    }

    @Test
    void overTlsItWorksAsWithout() throws IOException {
        int port = serve("dns:localhost");
        Hub here = place.hub(connect("rediss://:" + SECRET + "@localhost:" + port, CERTIFICATES), "here");
        Hub there = place.hub(connect("rediss://:" + SECRET + "@localhost:" + port, CERTIFICATES), "there");
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(there.join(ada.id(), "lobby"));
        assertThat(done(there.count("lobby"))).isEqualTo(1);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        int port = serve("dns:elsewhere.example");
        refused("localhost:" + port, CERTIFICATES, "certificate of Redis");
    }

    @Test
    void aCertificateForANameDoesNotStandForItsAddress() throws IOException {
        int port = serve("dns:localhost");
        refused("127.0.0.1:" + port, CERTIFICATES, "certificate of Redis");
    }

    @Test
    void aCertificateForAnAddressStandsForIt() throws IOException {
        int port = serve("ip:127.0.0.1");
        assertThat(connect("rediss://:" + SECRET + "@127.0.0.1:" + port, CERTIFICATES))
                .isNotNull();
    }

    @Test
    void anotherAuthoritysCertificateIsRefused() throws IOException {
        int port = serve("dns:localhost");
        refused("localhost:" + port, place.keep(new Certificates()), "certificate of Redis");
    }

    /** As anybody's who has not given the client a CA. */
    @Test
    void anAuthorityThatTheJdkDoesNotKnowIsRefused() throws IOException {
        int port = serve("dns:localhost");
        assertThatThrownBy(() -> RedisBackplane.connect("rediss://:" + SECRET + "@localhost:" + port))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContainingAll("localhost:" + port, "certificate of Redis")
                .satisfies(RedisTlsTest::holdsNoSecret);
    }

    @Test
    void aPortWithTlsIsNotSpokenToInTheClear() throws IOException {
        int port = serve("dns:localhost");
        assertThatThrownBy(() -> RedisBackplane.builder()
                        .uri("redis://:" + SECRET + "@localhost:" + port)
                        .connectTimeout(Duration.ofSeconds(10))
                        .connect())
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("localhost:" + port)
                .satisfies(RedisTlsTest::holdsNoSecret);
    }

    private int serve(String name) throws IOException {
        int port = RedisProcess.freePort();
        List<String> options = new ArrayList<>(CERTIFICATES.server(port, name));
        options.addAll(List.of("--requirepass", SECRET));
        place.redis(options.toArray(String[]::new));
        return port;
    }

    private RedisBackplane connect(String uri, Certificates trusted) {
        RedisClient client = place.keep(RedisClient.create());
        client.setOptions(ClientOptions.builder()
                .sslOptions(SslOptions.builder()
                        .jdkSslProvider()
                        .trustManager(trusted.authority().toFile())
                        .build())
                .build());
        return place.keep(RedisBackplane.builder()
                .uri(uri)
                .client(client)
                .connectTimeout(Duration.ofSeconds(10))
                .connect());
    }

    private void refused(String address, Certificates trusted, String why) {
        assertThatThrownBy(() -> connect("rediss://:" + SECRET + "@" + address, trusted))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContainingAll(address, why)
                .satisfies(RedisTlsTest::holdsNoSecret);
    }

    private static void holdsNoSecret(Throwable error) {
        StringWriter all = new StringWriter();
        error.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(SECRET);
    }
}
