package io.carillon.redis.jedis;

import static io.carillon.redis.jedis.Place.await;
import static io.carillon.redis.jedis.Place.done;
import static io.carillon.redis.jedis.Place.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.core.RedisWire;
import io.carillon.redis.core.WireCommand;
import io.carillon.spi.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;

/** TLS, where the server that is at hand has it. */
class JedisTlsTest {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final Place place = new Place();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void overTlsItWorksAsWithout() throws IOException {
        Certificate certificate = certificate("dns:localhost");
        String uri = "rediss://localhost:" + serve(certificate).tlsPort;
        List<Integer> received = new CopyOnWriteArrayList<>();
        try (JedisBackplane here = connect(uri, certificate);
                JedisBackplane there = connect(uri, certificate)) {
            done(there.pubSub().subscribe(Subject.application("x"), payload -> received.add(payload.length)));
            List<CompletionStage<Void>> published = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                published.add(here.pubSub().publish(Subject.application("x"), new byte[i * 50]));
            }
            published.forEach(Place::done);
            await().until(() -> received.size() == 1_000);
            assertThat(received).isSorted();
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        Certificate certificate = certificate("dns:elsewhere.example");
        String uri = "rediss://localhost:" + serve(certificate).tlsPort;
        assertThatThrownBy(() -> connect(uri, certificate))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContainingAll("the certificate of Redis at localhost", "localhost");
    }

    @Test
    void aCertificateThatNobodyHasVouchedForIsRefused() throws IOException {
        String uri = "rediss://localhost:" + serve(certificate("dns:localhost")).tlsPort;
        assertThatThrownBy(() -> connect(uri, certificate("dns:localhost")))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("the certificate of Redis at localhost");
        assertThatThrownBy(() -> JedisBackplane.builder()
                        .uri(uri)
                        .connectTimeout(CONNECTING)
                        .connect())
                .as("by default")
                .isInstanceOf(BackplaneUnavailableException.class);
    }

    @Test
    void aClosedWireFreesItsThreadsAlsoUnderTls() throws IOException {
        Certificate certificate = certificate("dns:localhost");
        Tls server = serve(certificate);
        String address = "localhost:" + server.tlsPort;
        Threads threads = Threads.of(null);
        AtomicInteger running = new AtomicInteger();
        JedisDriver driver = new JedisDriver(
                Address.of("rediss://" + address).over(trusting(certificate)),
                CONNECTING,
                new Threads(
                        task -> threads.executor().execute(() -> {
                            running.incrementAndGet();
                            task.run();
                            running.decrementAndGet();
                        }),
                        null));
        RedisWire wire = done(driver.open(address, RedisWire.Kind.COMMANDS, () -> {}));
        server.redis.pause();
        List<WireCommand> commands = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            WireCommand command = new WireCommand("PUBLISH", List.of(new byte[1], new byte[500_000]));
            commands.add(command);
            wire.send(List.of(command));
        }
        await().until(() -> running.get() == 2);
        done(wire.closeAsync());
        commands.forEach(command -> assertThat(error(command.answer())).isNotNull());
        await().until(() -> running.get() == 0);
        server.redis.resume();
        driver.close();
        threads.close();
    }

    private JedisBackplane connect(String uri, Certificate trusted) {
        return JedisBackplane.builder()
                .uri(uri)
                .clientConfig(trusting(trusted))
                .connectTimeout(CONNECTING)
                .connect();
    }

    private static JedisClientConfig trusting(Certificate certificate) {
        return DefaultJedisClientConfig.builder()
                .sslOptions(SslOptions.builder()
                        .truststore(certificate.trusted(), Certificate.PASSWORD.toCharArray())
                        .trustStoreType("PKCS12")
                        .build())
                .build();
    }

    private Certificate certificate(String name) {
        return place.keep(new Certificate(name));
    }

    private Tls serve(Certificate certificate) throws IOException {
        int port = RedisProcess.freePort();
        try {
            return new Tls(place.redis(certificate.server(port)), port);
        } catch (AssertionError | org.awaitility.core.ConditionTimeoutException e) {
            return abort("this redis-server has no TLS");
        }
    }

    private record Tls(RedisProcess redis, int tlsPort) {}
}
