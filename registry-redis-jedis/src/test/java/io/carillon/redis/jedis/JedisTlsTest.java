package io.carillon.redis.jedis;

import static io.carillon.redis.jedis.Place.await;
import static io.carillon.redis.jedis.Place.done;
import static io.carillon.redis.jedis.Place.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.carillon.redis.Certificates;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.core.RedisWire;
import io.carillon.redis.core.TlsContract;
import io.carillon.redis.core.WireCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;

class JedisTlsTest extends TlsContract {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    JedisTlsTest() {
        super(new Place());
    }

    @Test
    void aClosedWireFreesItsThreadsAlsoUnderTls() throws IOException {
        int port = RedisProcess.freePort();
        RedisProcess redis = serve(port);
        String address = "localhost:" + port;
        Threads threads = Threads.of(null);
        AtomicInteger running = new AtomicInteger();
        JedisDriver driver = new JedisDriver(
                Configs.of(Address.of("rediss://" + address), trusting(CERTIFICATES), null, CONNECTING),
                CONNECTING,
                new Threads(
                        task -> threads.executor().execute(() -> {
                            running.incrementAndGet();
                            task.run();
                            running.decrementAndGet();
                        }),
                        null));
        RedisWire wire = done(driver.open(address, RedisWire.Kind.COMMANDS, () -> {}));
        redis.pause();
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
        redis.resume();
        driver.close();
        threads.close();
    }

    @Override
    protected JedisBackplane connect(String uri, Certificates trusted) {
        return place.keep(JedisBackplane.builder()
                .uri(uri)
                .clientConfig(trusting(trusted))
                .connectTimeout(CONNECTING)
                .connect());
    }

    private static JedisClientConfig trusting(Certificates certificates) {
        return DefaultJedisClientConfig.builder()
                .sslOptions(SslOptions.builder()
                        .truststore(certificates.trusted().toFile(), Certificates.PASSWORD.toCharArray())
                        .trustStoreType("PKCS12")
                        .build())
                .build();
    }

    private RedisProcess serve(int port) {
        try {
            return place.redis(CERTIFICATES.server(port, "dns:localhost").toArray(String[]::new));
        } catch (AssertionError e) {
            return abort("this redis-server has no TLS");
        }
    }
}
