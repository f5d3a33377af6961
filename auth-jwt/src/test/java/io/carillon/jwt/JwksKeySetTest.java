package io.carillon.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwksKeySetTest {
    private static final Optional<String> RSA = Optional.of("rsa");
    private static final Optional<String> EC = Optional.of("ec");

    private final AtomicInteger readings = new AtomicInteger();
    private volatile CompletionStage<byte[]> source = CompletableFuture.completedFuture(set(rsa()));
    private long now;
    private final JwksKeySet keys = new JwksKeySet(
            () -> {
                readings.incrementAndGet();
                return source;
            },
            false,
            () -> now);

    private static Jwk<?> rsa() {
        return Jwks.builder()
                .key((RSAPublicKey) Tokens.RSA.getPublic())
                .id("rsa")
                .build();
    }

    private static Jwk<?> ec() {
        return Jwks.builder().key((ECPublicKey) Tokens.EC.getPublic()).id("ec").build();
    }

    private static byte[] set(Jwk<?>... keys) {
        return Arrays.stream(keys)
                .map(Jwks::UNSAFE_JSON)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void refresh() {
        keys.refresh().toCompletableFuture().join();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void theFirstUnknownKeyReadsTheSetAndATokenOfItIsTaken() {
        JwtAuthenticator authenticator = JwtAuthenticator.builder(keys).build();

        assertThat(authenticator
                        .verify(Tokens.good("ada"))
                        .toCompletableFuture()
                        .join()
                        .user())
                .contains("ada");
        assertThat(readings).hasValue(1);
    }

    @Test
    void aKeyThatIsNewThereIsTakenAndOneThatIsGoneIsNot() {
        refresh();
        source = CompletableFuture.completedFuture(set(ec()));
        pass(JwksKeySet.MIN_INTERVAL);
        refresh();

        assertThat(keys.find(EC)).isPresent();
        assertThat(keys.find(RSA)).isEmpty();
    }

    @Test
    void strangersKeysAreAskedForNoMoreThanEveryHalfMinute() {
        JwtAuthenticator authenticator = JwtAuthenticator.builder(keys).build();
        for (int i = 0; i < 1_000; i++) {
            String token = Tokens.signed(Tokens.unsigned("mallory", "made up " + i));
            assertThat(authenticator.verify(token).toCompletableFuture()).isCompletedExceptionally();
            pass(Duration.ofMillis(59));
        }

        assertThat(readings).hasValue(2);
    }

    @Test
    void oneReadingAtATimeServesAllWhoWait() {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        source = answer;
        CompletionStage<Void> one = keys.refresh();
        CompletionStage<Void> other = keys.refresh();
        assertThat(one.toCompletableFuture()).isNotDone();

        answer.complete(set(rsa()));

        one.toCompletableFuture().join();
        other.toCompletableFuture().join();
        assertThat(readings).hasValue(1);
        assertThat(keys.find(RSA)).isPresent();
    }

    @Test
    void aReadingThatFailsKeepsTheKeysForADayAndIsTriedAgainLaterAndLater() {
        refresh();
        source = CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
        int before = readings.get();
        for (int second = 0; second < 3_600; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(keys.find(RSA)).isPresent();
            refresh();
        }

        // After 30 s, then 1, 2, 4, … 256, and 300 s apart.
        assertThat(readings.get() - before).isBetween(15, 21);
        pass(JwksKeySet.MAX_AGE);
        assertThat(keys.find(RSA)).isEmpty();
    }

    @Test
    void whatIsNoSetKeepsTheKeys() {
        refresh();
        for (String bad : new String[] {"", "x", "[]", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}"}) {
            source = CompletableFuture.completedFuture(bad.getBytes(StandardCharsets.UTF_8));
            pass(Duration.ofMinutes(6));
            refresh();
            assertThat(keys.find(RSA)).isPresent();
        }
        assertThat(readings).hasValue(7);
    }

    @Test
    void anOldSetIsReadAgainWhileItStillServes() {
        refresh();
        pass(JwksKeySet.INTERVAL.plusSeconds(1));

        assertThat(keys.find(RSA)).isPresent();
        assertThat(readings).hasValue(2);
    }

    @Test
    void aKeyIsPinnedToItsAlgorithmOrToTheUsualOne() {
        Jwk<?> pinned = Jwks.builder()
                .key((RSAPublicKey) Tokens.STRANGERS_RSA.getPublic())
                .id("pinned")
                .algorithm("PS384")
                .build();
        source = CompletableFuture.completedFuture(set(rsa(), ec(), pinned));
        refresh();

        assertThat(keys.find(RSA).orElseThrow().algorithm()).isEqualTo("RS256");
        assertThat(keys.find(EC).orElseThrow().algorithm()).isEqualTo("ES256");
        assertThat(keys.find(Optional.of("pinned")).orElseThrow().algorithm()).isEqualTo("PS384");
    }

    @Test
    void whatIsForEncryptionOrSecretOrNamelessIsLeftOut() {
        Jwk<?> encrypts = Jwks.builder()
                .key((RSAPublicKey) Tokens.STRANGERS_RSA.getPublic())
                .id("enc")
                .publicKeyUse("enc")
                .build();
        Jwk<?> secret = Jwks.builder()
                .key(Tokens.SECRET)
                .id("secret")
                .algorithm("HS256")
                .build();
        Jwk<?> nameless =
                Jwks.builder().key((ECPublicKey) Tokens.EC.getPublic()).build();
        source = CompletableFuture.completedFuture(set(rsa(), encrypts, secret, nameless));
        refresh();

        assertThat(keys.find(RSA)).isPresent();
        assertThat(keys.find(Optional.of("enc"))).isEmpty();
        assertThat(keys.find(Optional.of("secret"))).isEmpty();
        assertThat(JwkSet.parse(set(rsa(), encrypts, secret, nameless), true)).hasSize(2);
    }

    @Test
    void aFileMayHoldSecrets(@TempDir Path folder) throws Exception {
        Jwk<?> secret = Jwks.builder()
                .key(Tokens.SECRET)
                .id("secret")
                .algorithm("HS256")
                .build();
        JwksKeySet ofFile = JwksKeySet.ofFile(Files.write(folder.resolve("keys.json"), set(secret)));
        JwtAuthenticator authenticator = JwtAuthenticator.builder(ofFile).build();

        assertThat(authenticator
                        .verify(Tokens.unsigned("ada", "secret")
                                .signWith(Tokens.SECRET, Jwts.SIG.HS256)
                                .compact())
                        .toCompletableFuture()
                        .join()
                        .user())
                .contains("ada");
    }

    @Test
    void aUrlIsReadBoundedAndOnlyWhereNobodyCanChangeIt() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            byte[] body = set(rsa());
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.createContext("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(new byte[JwksUrl.MAX_BYTES + 1]);
            }
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        String base = "http://localhost:" + server.getAddress().getPort();
        try {
            JwksKeySet ofUrl = JwksKeySet.ofUrl(URI.create(base + "/keys"));
            // As handshakes do: the first reading, on a machine that stalls, may have had its 4 s.
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                ofUrl.refresh().toCompletableFuture().join();
                return ofUrl.find(RSA).isPresent();
            });
            for (String bad : new String[] {"/huge", "/moved", "/nothing"}) {
                assertThatThrownBy(() -> new JwksUrl(URI.create(base + bad))
                                .get()
                                .toCompletableFuture()
                                .join())
                        .hasMessageContaining("expected");
            }
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> JwksKeySet.ofUrl(URI.create("http://keys.example/jwks")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JwksKeySet.ofUrl(URI.create("file:///etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
