package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.CloseReason;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.Tokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Connections end with their tokens, on a real container: many of them, whose tokens end at different times. 100 by default, 500 with
 * {@code -Dcarillon.long=true}.
 */
@Tag("container")
class TokenEndTest {
    private static final int CLIENTS = Boolean.getBoolean("carillon.long") ? 500 : 100;
    private static final Duration SKEW = Duration.ofSeconds(2);
    /** Besides up to four seconds more, and the skew: what a handshake has on a machine that stalls. */
    private static final Duration LIFE = Duration.ofSeconds(5);
    /** Beside other builds it may take longer; {@code -Dcarillon.long=true} holds it to what is promised. */
    private static final Duration PATIENCE = Duration.ofSeconds(Boolean.getBoolean("carillon.long") ? 1 : 20);

    private final Application application = new Application();
    private final TestContainer container = TestContainer.load();
    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private final JwtAuthenticator authenticator =
            Tokens.strict().clockSkew(SKEW).build();

    /** When the server has closed, and why. */
    private record End(int code, Instant at) {}

    @BeforeEach
    void start() throws Exception {
        TransportOptions.Builder options = TransportOptions.builder()
                .authenticator(authenticator)
                .listener(new TransportListener() {
                    @Override
                    public void closed(JakartaConnection connection, int code) {
                        ends.put(connection.user().orElseThrow(), new End(code, Instant.now()));
                    }
                });
        container.gate(options.build(), "/ws/guarded");
        container.start(List.of(application.configForAuthenticated("/ws/guarded", options)), List.of());
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
    }

    @Test
    void eachIsClosedWithinASecondOfItsTokensEndAndTheSkewUnlessItIsRenewed() {
        URI uri = URI.create("ws://localhost:" + container.port() + "/ws/guarded");
        List<Instant> dues = new ArrayList<>();
        List<Client> clients = new ArrayList<>();
        List<JakartaConnection> renewed = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            // Tokens say it in whole seconds.
            Instant end = Instant.ofEpochSecond(Instant.now().plus(LIFE).getEpochSecond() + i % 5);
            String token = Tokens.signed(Tokens.of("user-" + i).expiration(Date.from(end)));
            clients.add(Client.connect(uri, "Authorization", "Bearer " + token));
            dues.add(end.plus(SKEW));
            if (i % 10 == 7) {
                renewed.add(renew("user-" + i));
            }
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> ends.size() == CLIENTS - renewed.size());

        await().until(() -> clients.stream()
                        .filter(client -> client.closeCode() == CloseReason.EXPIRED.code())
                        .count()
                == ends.size());
        long latest = 0;
        for (int i = 0; i < CLIENTS; i++) {
            End end = ends.get("user-" + i);
            if (i % 10 == 7) {
                assertThat(end).as("the end of user-%d, who was renewed", i).isNull();
            } else {
                assertThat(end.code()).isEqualTo(4010);
                assertThat(end.at()).isBetween(dues.get(i), dues.get(i).plus(PATIENCE));
                latest =
                        Math.max(latest, Duration.between(dues.get(i), end.at()).toMillis());
            }
        }
        System.out.println(ends.size() + " connections closed at their tokens' end, at most " + latest
                + " ms after it and the skew");
        assertThat(renewed)
                .hasSize(CLIENTS / 10)
                .allSatisfy(
                        connection -> assertThat(connection.outbox().isOpen()).isTrue());
    }

    private JakartaConnection renew(String user) {
        await().until(() -> of(user).isPresent());
        JakartaConnection connection = of(user).orElseThrow();
        authenticator.renew(connection, Tokens.good(user)).toCompletableFuture().join();
        return connection;
    }

    private Optional<JakartaConnection> of(String user) {
        return application.connections.stream()
                .filter(connection -> connection.user().equals(Optional.of(user)))
                .findFirst();
    }
}
