package io.carillon.examples.notifications;

import static io.carillon.examples.notifications.Client.SECRET;
import static io.carillon.examples.notifications.Client.in;
import static io.carillon.examples.notifications.Client.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and as whom. */
class AdmissionTest {
    private final Instances instances = new Instances();

    @AfterEach
    void stop() {
        instances.close();
    }

    @Test
    void aTokenThatIsNotGoodIsRefused() throws StartupException {
        int port = instances.start(Map.of());
        String good = token("ada");
        Map<String, String> tokens = Map.of(
                "ended", token(SECRET, claims -> claims.subject("ada").expiration(in(-3600))),
                "without an end", token(SECRET, claims -> claims.subject("ada")),
                "nobody's", token(SECRET, claims -> claims.expiration(in(3600))),
                "of nobody's name",
                        token(
                                SECRET,
                                claims ->
                                        claims.subject("").claim("user", "ada").expiration(in(3600))),
                "signed by another",
                        token("x".repeat(32), claims -> claims.subject("ada").expiration(in(3600))),
                "cut off", good.substring(0, good.length() - 1));
        tokens.forEach((what, token) ->
                assertThat(Client.refusal(port, "?token=" + token)).as(what).isEqualTo(401));
        assertThat(Client.refusal(port, "?token=" + good)).isEqualTo(101);
    }

    @Test
    void theUserIsWhoTheTokenSaysWhateverElseIsSaid() throws StartupException {
        int port = instances.start(Map.of());
        try (Client ada = Client.withQuery(port, "?user=grace&sub=grace&user_id=grace&token=" + token("ada"))) {
            instances.awaitListening("ada", 1);
            assertThat(instances.publish("grace", "{\"type\":\"for grace\"}")).isZero();
            instances.publish("ada", "{\"type\":\"for ada\"}");
            assertThat(ada.hears().get("type").getAsString()).isEqualTo("for ada");
        }
    }

    @Test
    void aForeignPageIsRefusedAndOneThatIsListedIsNot() throws StartupException {
        int strict = instances.start(Map.of());
        int open = instances.start(Map.of("WS_ALLOWED_ORIGINS", "https://a.example, https://b.example:8443"));
        String ada = "?token=" + token("ada");
        assertThat(Client.status(strict, ada, "http://127.0.0.1:" + strict)).isEqualTo(101);
        assertThat(Client.status(strict, ada, "https://a.example")).isEqualTo(403);
        assertThat(Client.status(open, ada, "https://a.example")).isEqualTo(101);
        assertThat(Client.status(open, ada, "https://b.example:8443")).isEqualTo(101);
        assertThat(Client.status(open, ada, "https://b.example")).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "pattern"})
    void aNameThatLooksLikeAPatternIsAName(String subscribe) throws StartupException {
        int port = instances.start(Map.of("REDIS_SUBSCRIBE", subscribe));
        try (Client all = Client.of(port, "*");
                Client colons = Client.of(port, "a:b:c")) {
            Instances.awaitReached(instances.redis, "a:b:c", List.of(colons));
            Instances.awaitReached(instances.redis, "*", List.of(all));
            instances.publish("a:b:c", "{\"type\":\"for a:b:c\"}");
            instances.publish("*", "{\"type\":\"for all\"}");
            assertThat(all.hears().get("type").getAsString()).isEqualTo("for all");
            assertThat(colons.hears().get("type").getAsString()).isEqualTo("for a:b:c");
        }
    }
}
