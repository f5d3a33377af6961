package io.carillon.redis.core;

import static io.carillon.redis.core.BackplanePlace.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.Certificates;
import io.carillon.redis.RedisClusterProcess;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.SentinelProcess;
import io.carillon.spi.Backplane;
import io.carillon.spi.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code rediss://}: servers with a certificate of one's own authority, and whom they are taken for; where the server that is at hand has TLS. */
public abstract class TlsContract {
    protected static final String SECRET = ConnectContract.SECRET;
    protected static final Certificates CERTIFICATES = Certificates.shared();

    private static final int LONGEST = 45_000;
    private static final Subject PRICES = Subject.application("prices");

    protected final BackplanePlace<?> place;

    /** With the place where backplanes with the driver that is tested are opened. */
    protected TlsContract(BackplanePlace<?> place) {
        this.place = place;
    }

    /** A backplane whose driver trusts that authority, and no other; closed with the place. */
    protected abstract Backplane connect(String uri, Certificates trusted);

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void overTlsItWorksAsWithout() {
        works("rediss://:" + SECRET + "@localhost:" + serve("dns:localhost"));
    }

    @Test
    void overTlsAClusterWorksAsWithout() {
        serve("ip:127.0.0.1"); // only where there is TLS
        List<Integer> ports = new ArrayList<>();
        place.keep(RedisClusterProcess.started(3, false, () -> {
            ports.add(freePort());
            List<String> options = new ArrayList<>(CERTIFICATES.server(ports.get(ports.size() - 1), "ip:127.0.0.1"));
            options.addAll(List.of("--tls-cluster", "yes"));
            return options;
        }));
        works("rediss-cluster://127.0.0.1:" + ports.get(0));
    }

    @Test
    void overTlsSentinelsAndTheirMasterWorkAsWithout() {
        int master = serve("ip:127.0.0.1");
        int sentinel = freePort();
        List<String> config = new ArrayList<>(
                List.of("tls-replication yes", "sentinel auth-pass " + SentinelProcess.MASTER + " " + SECRET));
        List<String> options = CERTIFICATES.server(sentinel, "ip:127.0.0.1");
        for (int i = 0; i < options.size(); i += 2) {
            config.add(options.get(i).substring(2) + " " + options.get(i + 1));
        }
        place.keep(SentinelProcess.started(1, master, config));
        works("rediss-sentinel://:" + SECRET + "@127.0.0.1:" + sentinel + "#" + SentinelProcess.MASTER);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        refused("localhost:" + serve("dns:elsewhere.example"), CERTIFICATES);
    }

    @Test
    void aCertificateForANameDoesNotStandForItsAddress() {
        refused("127.0.0.1:" + serve("dns:localhost"), CERTIFICATES);
    }

    @Test
    void aCertificateForAnAddressStandsForIt() {
        assertThat(connect("rediss://:" + SECRET + "@127.0.0.1:" + serve("ip:127.0.0.1"), CERTIFICATES))
                .isNotNull();
    }

    @Test
    void anotherAuthoritysCertificateIsRefused() {
        refused("localhost:" + serve("dns:localhost"), place.keep(new Certificates()));
    }

    /** As anybody's who has not given the driver a CA. */
    @Test
    void anAuthorityThatTheJdkDoesNotKnowIsRefused() {
        int port = serve("dns:localhost");
        assertThatThrownBy(() -> place.backplane("rediss://:" + SECRET + "@localhost:" + port))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContainingAll("localhost:" + port, "certificate of Redis")
                .satisfies(ConnectContract::holdsNoSecret);
    }

    @Test
    void aPortWithTlsIsNotSpokenToInTheClear() {
        int port = serve("dns:localhost");
        assertThatThrownBy(() -> place.backplane("redis://:" + SECRET + "@localhost:" + port))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("localhost:" + port)
                .satisfies(ConnectContract::holdsNoSecret);
    }

    /** With that name in its certificate; its port for TLS. */
    protected int serve(String name) {
        int port = freePort();
        List<String> options = new ArrayList<>(CERTIFICATES.server(port, name));
        options.addAll(List.of("--requirepass", SECRET));
        try {
            place.redis(options.toArray(String[]::new));
            return port;
        } catch (AssertionError | ConditionTimeoutException e) {
            return abort("this redis-server has no TLS");
        }
    }

    private void works(String uri) {
        Backplane here = connect(uri, CERTIFICATES);
        Backplane there = connect(uri, CERTIFICATES);
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        done(there.pubSub().subscribe(PRICES, payload -> received.add(payload.length)));
        // Up to three records of TLS each. One at a time, as Redis 7.0 cuts a subscriber off (OpenSSL's "bad length")
        // when more is added
        // to what it could write in part only.
        for (int length = 0; length < LONGEST; length += 500) {
            done(here.pubSub().publish(PRICES, new byte[length]));
            assertThat(next(received)).isEqualTo(length);
        }
        assertThat(done(here.membership().leases())).isEmpty();
    }

    private static @Nullable Integer next(BlockingQueue<Integer> received) {
        try {
            return received.poll(BackplanePlace.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void refused(String address, Certificates trusted) {
        assertThatThrownBy(() -> connect("rediss://:" + SECRET + "@" + address, trusted))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContainingAll(address, "certificate of Redis")
                .satisfies(ConnectContract::holdsNoSecret);
    }

    private static int freePort() {
        try {
            return RedisProcess.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
