package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Message;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.jakarta.TransportOptions;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.KeySet;
import io.carillon.jwt.Revocations;
import io.carillon.jwt.VerificationKey;
import io.carillon.local.Hub;
import io.carillon.redis.RedisBackplane;
import io.carillon.redis.RedisProcess;
import io.carillon.spi.Backplane;
import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user or a token was let in with is taken back, on two instances over a real Redis. */
@Timeout(60)
class RevocationTest {
    private static final Secret SECRET = Secret.random();
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final String PATH = "/ws/guarded";
    /**
     * Beside other builds it may take longer; {@code -Dcarillon.long=true} holds it to what is promised. Less than the time after which a
     * revocation is told again.
     */
    private static final Duration AT_ONCE = Duration.ofMillis(Boolean.getBoolean("carillon.long") ? 1_000 : 5_500);

    private RedisProcess redis;
    private Guarded here;
    private Guarded there;

    /** An instance with one endpoint, which says its user's name to whoever comes in. */
    private static final class Guarded implements AutoCloseable {
        final Backplane backplane;
        final Hub hub;
        final Revocations revocations;
        final TyrusServerContainer container;

        Guarded(String uri) throws Exception {
            backplane = RedisBackplane.connect(uri);
            hub = Hub.builder()
                    .backplane(backplane)
                    .start()
                    .toCompletableFuture()
                    .join();
            revocations =
                    Revocations.start(backplane, hub).toCompletableFuture().join();
            JwtAuthenticator authenticator = JwtAuthenticator.builder(
                            KeySet.of(VerificationKey.ofSecret(Optional.empty(), "HS256", SECRET.bytes())))
                    .revocations(revocations)
                    .build();
            container = (TyrusServerContainer) ServerContainerFactory.createServerContainer(null);
            container.addEndpoint(RegistryEndpoint.config(
                    PATH,
                    TransportOptions.builder()
                            .authenticator(authenticator)
                            .health(hub::health)
                            .build(),
                    () -> new RegistryEndpoint(hub) {
                        @Override
                        protected void opened(JakartaConnection connection) {
                            connection.offer(Message.text(connection.user().orElseThrow()));
                        }
                    }));
            container.start("/", 0);
        }

        Client let(String user, String token) {
            Client client = Client.openWith(container.getPort(), PATH, token);
            client.hears(user);
            return client;
        }

        int statusFor(String token) {
            return Entry.handshake(container.getPort(), PATH, "Authorization", "Bearer " + token);
        }

        @Override
        public void close() {
            container.stop();
            hub.close();
            backplane.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.started();
        here = new Guarded(redis.uri());
        there = new Guarded(redis.uri());
    }

    @AfterEach
    void stop() {
        Stream.of(here, there).forEach(Guarded::close);
        redis.close();
    }

    @Test
    void aUserWhoIsRevokedIsClosedWithinASecondOnEveryInstanceAndNobodyElseIs() {
        List<Client> eves = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            eves.add((i % 2 == 0 ? here : there).let("eve", token("eve", "t-" + i)));
        }
        Client ada = here.let("ada", token("ada", "a"));
        Instant asked = Instant.now();
        here.revocations.revokeUser("eve", LIFE).toCompletableFuture().join();
        for (Client eve : eves) {
            assertThat(eve.awaitClosed()).isEqualTo("4011 revoked");
        }
        Duration took = Duration.between(asked, Instant.now());
        assertThat(took).isLessThan(AT_ONCE);
        System.out.println("20 connections of a revoked user closed on two instances in " + took.toMillis() + " ms");
        assertThat(there.statusFor(token("eve", "new"))).isEqualTo(401);
        assertThat(ada.isClosed()).isFalse();
    }

    @Test
    void aTokenThatIsRevokedClosesWhatCameWithItOnTheOtherInstanceWithinASecond() throws Exception {
        String lost = token("ada", "lost");
        Client thief = there.let("ada", lost);
        Client ada = there.let("ada", token("ada", "kept"));
        here.revocations.revokeToken("lost", LIFE).toCompletableFuture().get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(thief.closed().get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS))
                .isEqualTo("4011 revoked");
        assertThat(here.statusFor(lost)).isEqualTo(401);
        assertThat(there.statusFor(lost)).isEqualTo(401);
        assertThat(ada.isClosed()).isFalse();
    }

    private static String token(String user, String id) {
        return Jwts.builder()
                .id(id)
                .subject(user)
                .expiration(Date.from(Instant.now().plusSeconds(600)))
                .signWith(SECRET.key(), Jwts.SIG.HS256)
                .compact();
    }
}
