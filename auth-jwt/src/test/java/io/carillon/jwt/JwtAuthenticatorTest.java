package io.carillon.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeHead;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.ClusterValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {
    private final InMemoryBackplane backplane = InMemoryBackplane.create();
    private final ClusterValues values = backplane.values().orElseThrow();
    private final Tickets tickets = new Tickets(values);
    private final JwtAuthenticator authenticator =
            Tokens.strict().tickets(tickets).build();

    @AfterEach
    void close() {
        backplane.close();
    }

    private static HandshakeHead header(String value) {
        return new HandshakeHead(Map.of("authorization", List.of(value)), null);
    }

    private static HandshakeHead query(String query) {
        return new HandshakeHead(Map.of(), query);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static HandshakeRefusedException refusal(CompletionStage<?> stage) {
        return stage.toCompletableFuture()
                .handle((done, failure) -> (HandshakeRefusedException)
                        (failure instanceof CompletionException ? failure.getCause() : failure))
                .join();
    }

    @Test
    void aTokenNeedsNoLookUpElsewhere() {
        CompletionStage<Authentication> stage = authenticator.authenticate(header("BEARER  " + Tokens.good("ada")));

        assertThat(stage.toCompletableFuture()).isDone();
        assertThat(join(stage).user()).contains("ada");
    }

    @Test
    void aRefusalIs401AndHoldsNothingOfTheToken() {
        HandshakeRefusedException refused = refusal(
                authenticator.authenticate(header("Bearer " + BadTokens.all().get("a stranger's key"))));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused).hasNoCause().hasMessage("handshake refused with 401, or 1008");
    }

    @Test
    void aTicketIsForWhomItWasIssuedAndForOnce() {
        Authentication ada = new Authentication(
                Optional.of("ada"), Map.of("role", "ädmin", "", "x"), Optional.empty(), Optional.of("t-1"));
        String ticket = join(tickets.issue(ada));

        assertThat(ticket).matches("[A-Za-z0-9_-]{43}");
        assertThat(join(authenticator.authenticate(query("a=b&ticket=" + ticket))))
                .isEqualTo(ada);
        assertThat(refusal(authenticator.authenticate(query("ticket=" + ticket)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTicketEndsWithWhatItWasIssuedFor() {
        Instant now = Instant.now();
        JwtAuthenticator later =
                Tokens.strict().tickets(tickets).build(Clock.fixed(now.plusSeconds(11), ZoneOffset.UTC));
        Authentication ada =
                new Authentication(Optional.of("ada"), Map.of(), Optional.of(now.plusSeconds(10)), Optional.empty());

        assertThat(refusal(later.authenticate(query("ticket=" + join(tickets.issue(ada)))))
                        .headers()
                        .get("WWW-Authenticate"))
                .contains("expired");
    }

    @Test
    void theStoreNeverSeesATicket() {
        StringBuilder names = new StringBuilder();
        ClusterValues spied = new LaterValues(values) {
            @Override
            public CompletionStage<Void> put(String name, byte[] value, Duration life) {
                names.append(name).append(' ').append(life);
                return values.put(name, value, life);
            }
        };
        String ticket = join(new Tickets(spied).issue(Authentication.ofUser("ada")));

        assertThat(names.toString())
                .startsWith("carillon.ticket:")
                .endsWith("PT30S")
                .doesNotContain(ticket);
    }

    @Test
    void whatIsNoTicketInTheStoreLetsInNobody() {
        assertThatThrownBy(() -> TicketCodec.decode(new byte[0])).isInstanceOf(BadTokenException.class);
        assertThatThrownBy(() -> TicketCodec.decode(new byte[] {2})).isInstanceOf(BadTokenException.class);
        byte[] good = TicketCodec.encode(Authentication.ofUser("ada"));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> TicketCodec.decode(cut)).isInstanceOf(BadTokenException.class);
        }
    }

    @Test
    void aStoreThatFailsIsNoRefusal() {
        ClusterValues failing = new LaterValues(values) {
            @Override
            public CompletionStage<Optional<byte[]>> take(String name) {
                return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
            }
        };
        JwtAuthenticator broken = Tokens.strict().tickets(new Tickets(failing)).build();

        assertThatThrownBy(() -> join(broken.authenticate(query("ticket=" + "A".repeat(43)))))
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void allFaultsOfTheOptionsAreNamedAtOnce() {
        assertThatThrownBy(() -> Tokens.strict()
                        .tickets(tickets)
                        .tokenParameter("ticket")
                        .clockSkew(Duration.ofSeconds(61))
                        .build())
                .hasMessageContaining("clockSkew is PT1M1S, expected whole seconds, at most PT1M")
                .hasMessageContaining("tokenParameter is \"ticket\"");
        assertThatThrownBy(() -> new Tickets(values, Duration.ofMinutes(6)))
                .hasMessageContaining("the life of a ticket is PT6M");
    }
}
