package io.carillon.jwt;

import static io.carillon.jwt.Tokens.signed;
import static io.carillon.jwt.Tokens.unsigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.jakarta.Authentication;
import io.carillon.jwt.BadTokenException.Why;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwtVerifierTest {
    private final JwtVerifier verifier = new JwtVerifier(Tokens.strict(), Clock.systemUTC());

    static Stream<Arguments> bad() {
        return BadTokens.all().entrySet().stream().map(token -> Arguments.of(token.getKey(), token.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadTokenIsRefusedAndNotQuoted(String what, String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        BadTokenException.class,
                        e -> assertThat(e).hasMessage(e.why().name()).hasNoCause());
    }

    @Test
    void aGoodTokenOfEachKindOfKeyIsTaken() {
        List<String> tokens = List.of(
                Tokens.good("ada"),
                unsigned("ada", "ec")
                        .signWith(Tokens.EC.getPrivate(), Jwts.SIG.ES256)
                        .compact(),
                unsigned("ada", "secret")
                        .signWith(Tokens.SECRET, Jwts.SIG.HS256)
                        .compact());

        assertThat(tokens)
                .allSatisfy(token -> assertThat(verifier.verify(token).user()).contains("ada"));
    }

    @Test
    void theListedClaimsBecomeAttributesAndNoOthers() {
        Authentication ada =
                verifier.verify(signed(Tokens.of("ada").claim("role", "admin").claim("email", "ada@example")));
        JwtVerifier more = new JwtVerifier(
                Tokens.strict()
                        .attribute("level")
                        .attribute("beta")
                        .attribute("tags")
                        .attribute("email", "mail"),
                Clock.systemUTC());
        Authentication all = more.verify(signed(Tokens.of("ada")
                .claim("level", 3)
                .claim("beta", true)
                .claim("tags", List.of("a"))
                .claim("email", "ada@example")));

        assertThat(ada.attributes()).isEqualTo(Map.of("role", "admin"));
        assertThat(all.attributes()).isEqualTo(Map.of("level", "3", "beta", "true", "mail", "ada@example"));
    }

    @Test
    void theTokensEndAndIdAreKept() {
        Instant end = Instant.now().plusSeconds(60);
        JwtVerifier skewed = new JwtVerifier(Tokens.strict().clockSkew(Duration.ofSeconds(30)), Clock.systemUTC());
        Authentication ada = skewed.verify(signed(Tokens.of("ada").id("t-1").expiration(java.util.Date.from(end))));

        assertThat(ada.ends())
                .contains(Instant.ofEpochSecond(end.getEpochSecond()).plusSeconds(30));
        assertThat(ada.tokenId()).contains("t-1");
    }

    @Test
    void theSkewCountsBothWaysAndNotASecondMore() {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        JwtVerifier skewed =
                new JwtVerifier(Tokens.strict().clockSkew(Duration.ofSeconds(30)), Clock.fixed(now, ZoneOffset.UTC));

        assertThat(skewed.verify(signed(Tokens.of("ada").expiration(java.util.Date.from(now.minusSeconds(29)))))
                        .user())
                .contains("ada");
        assertThat(skewed.verify(signed(Tokens.of("ada").notBefore(java.util.Date.from(now.plusSeconds(30)))))
                        .user())
                .contains("ada");
        assertThatThrownBy(() ->
                        skewed.verify(signed(Tokens.of("ada").expiration(java.util.Date.from(now.minusSeconds(31))))))
                .isInstanceOfSatisfying(
                        BadTokenException.class, e -> assertThat(e.why()).isEqualTo(Why.EXPIRED));
        assertThatThrownBy(() ->
                        skewed.verify(signed(Tokens.of("ada").notBefore(java.util.Date.from(now.plusSeconds(31))))))
                .isInstanceOf(BadTokenException.class);
    }

    @Test
    void withoutATypeAnyIsTakenAndTheTypeIsComparedInAnyCase() {
        JwtVerifier lax = new JwtVerifier(JwtAuthenticator.builder(Tokens.keys()), Clock.systemUTC());

        assertThat(lax.verify(Tokens.good("ada")).user()).contains("ada");
        assertThat(verifier.verify(
                                signed(Tokens.of("ada").header().type("AT+JWT").and()))
                        .user())
                .contains("ada");
    }

    @Test
    void ofFiveThousandMutatedTokensNoneIsTaken() {
        List<String> good = List.of(
                Tokens.good("ada"),
                unsigned("ada", "ec")
                        .signWith(Tokens.EC.getPrivate(), Jwts.SIG.ES256)
                        .compact(),
                unsigned("ada", "secret")
                        .signWith(Tokens.SECRET, Jwts.SIG.HS256)
                        .compact());
        Random random = new Random(6);
        int taken = 0;
        for (int i = 0; i < 5_000; ) {
            String base = good.get(i % good.size());
            String mutated = Mutation.of(base, random);
            if (mutated.equals(base)) {
                continue;
            }
            i++;
            try {
                verifier.verify(mutated);
                taken++;
            } catch (BadTokenException e) {
                // As it should be.
            }
        }

        assertThat(taken).isZero();
        assertThat(good)
                .allSatisfy(token -> assertThat(verifier.verify(token).user()).contains("ada"));
    }

    @Test
    void aKeyIsFoundByItsIdAloneAndAnOnlyKeyWithoutOne() {
        VerificationKey nameless = VerificationKey.ofPublicKey(Optional.empty(), "RS256", Tokens.RSA.getPublic());
        JwtVerifier one = new JwtVerifier(JwtAuthenticator.builder(KeySet.of(nameless)), Clock.systemUTC());

        assertThat(one.verify(signed(Tokens.of("ada").header().keyId(null).and()))
                        .user())
                .contains("ada");
        assertThatThrownBy(() -> one.verify(Tokens.good("ada")))
                .isInstanceOfSatisfying(
                        BadTokenException.class, e -> assertThat(e.why()).isEqualTo(Why.UNKNOWN_KEY));
    }

    @Test
    void keysAreRotatedWhileRunning() {
        RotatingKeySet keys = Tokens.keys();
        JwtVerifier rotated = new JwtVerifier(JwtAuthenticator.builder(keys), Clock.systemUTC());
        VerificationKey old = VerificationKey.ofPublicKey(Optional.of("rsa"), "RS256", Tokens.RSA.getPublic());
        VerificationKey next =
                VerificationKey.ofPublicKey(Optional.of("next"), "RS256", Tokens.STRANGERS_RSA.getPublic());
        String ofOld = Tokens.good("ada");
        String ofNext = unsigned("ada", "next")
                .signWith(Tokens.STRANGERS_RSA.getPrivate(), Jwts.SIG.RS256)
                .compact();

        keys.replace(old, next);
        assertThat(rotated.verify(ofOld).user()).contains("ada");
        assertThat(rotated.verify(ofNext).user()).contains("ada");

        keys.replace(next);
        assertThatThrownBy(() -> rotated.verify(ofOld)).isInstanceOf(BadTokenException.class);
        assertThat(rotated.verify(ofNext).user()).contains("ada");
    }
}
