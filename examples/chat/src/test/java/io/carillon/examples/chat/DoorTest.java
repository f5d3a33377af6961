package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jsonwebtoken.Jwts;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and as whom: tokens and tickets, on two instances. */
class DoorTest {
    private static final String CHAT = "/ws/chat/lobby";

    private TwoInstances instances;

    @BeforeEach
    void start() throws StartupException {
        instances = new TwoInstances();
    }

    @AfterEach
    void stop() {
        instances.close();
    }

    @Test
    void aTokenOpensTheDoorOfEveryInstance() {
        String token = Entry.token(instances.first(), "Ada");
        assertThat(Entry.handshake(instances.first(), CHAT, "Authorization", "Bearer " + token))
                .isEqualTo(101);
        assertThat(Entry.handshake(instances.second(), CHAT, "Authorization", "Bearer " + token))
                .isEqualTo(101);
    }

    @Test
    void aTicketOpensOneDoorOnceOnAnyInstance() {
        String ticket = Entry.ticket(instances.first(), Entry.token(instances.second(), "Ada"));
        try (Client ada = Client.open(instances.second(), CHAT + "?ticket=" + ticket)) {
            ada.hears("Welcome Ada to lobby!");
        }
        assertThat(Entry.handshake(instances.first(), CHAT + "?ticket=" + ticket))
                .isEqualTo(401);
        assertThat(Entry.handshake(instances.second(), CHAT + "?ticket=" + ticket))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?user=Ada", "?token=x", "?ticket=", "?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whoeverHasNeitherIsRefusedBeforeTheUpgrade(String query) {
        assertThat(Entry.handshake(instances.first(), CHAT + query)).isEqualTo(401);
        assertThat(Rooms.get(instances.first(), "/rooms/lobby").users()).isEmpty();
    }

    @Test
    void aTokenThatSomebodyElseHasSignedOpensNothing() {
        String forged =
                token(Secret.random(), "carillon-chat-demo", Instant.now().plusSeconds(60));
        assertThat(Entry.handshake(instances.first(), CHAT, "Authorization", "Bearer " + forged))
                .isEqualTo(401);
        HttpResponse<String> response = Entry.ask(instances.first(), "Bearer " + forged);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("invalid_token"));
        assertThat(response.body()).isEqualTo("{\"error\":\"the token is not taken\"}");
    }

    @Test
    void aTokenOfAnotherIssuerOrOneThatHasEndedOpensNothing() {
        String other = token(instances.secret(), "somebody", Instant.now().plusSeconds(60));
        String ended =
                token(instances.secret(), "carillon-chat-demo", Instant.now().minusSeconds(60));
        assertThat(Entry.ask(instances.first(), "Bearer " + other).statusCode()).isEqualTo(401);
        assertThat(Entry.ask(instances.first(), "Bearer " + ended).statusCode()).isEqualTo(401);
    }

    @Test
    void whoeverAsksForATicketWithoutATokenIsToldHowToGetOne() {
        HttpResponse<String> response = Rooms.ask(instances.first(), "POST", "/ticket");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"chat\"");
        assertThat(response.body()).contains("Authorization: Bearer", "/token?user=");
        assertThat(Entry.ask(instances.first(), "Basic QWRhOmFkYQ==").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenForAnybodyIsLoudlyMarkedAsWhatItIs() {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", "/token?user=Ada");
        assertThat(response.headers().firstValue("Carillon-Demo")).hasValue(DemoTokens.WARNING);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.body()).matches("\\{\"token\":\"[^.\"]+\\.[^.\"]+\\.[^.\"]+\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/token | who are you? Ask for /token?user=your-name",
                "/token?name=Ada | who are you? Ask for /token?user=your-name",
                "/token?user= | user name is empty, expected 1 to 256 bytes of UTF-8",
                "/token?user=%20%0A | user name is blank, and JSON Web Tokens have no such subject",
                "/token?user=%FF | not percent-encoded UTF-8"
            })
    void whoeverHasNoNameGetsNoToken(String target, String why) {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", target);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"not a user: " + why + "\"}");
    }

    @Test
    void aNameThatIsTooLongGetsNoToken() {
        HttpResponse<String> response = Rooms.ask(instances.first(), "GET", "/token?user=" + "x".repeat(257));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("user name has 257 bytes of UTF-8, expected 1 to 256");
    }

    @Test
    void aSecretThatIsTooShortIsRefusedAndNoSecretShowsInAText() {
        assertThat(Secret.random()).hasToString("Secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of("hunter2"))
                .withMessage("has 7 bytes of UTF-8, expected 32 or more");
    }

    private static String token(Secret secret, String issuer, Instant ends) {
        return Jwts.builder()
                .issuer(issuer)
                .subject("Ada")
                .expiration(Date.from(ends))
                .signWith(secret.key(), Jwts.SIG.HS256)
                .compact();
    }
}
