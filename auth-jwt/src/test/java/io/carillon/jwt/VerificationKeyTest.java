package io.carillon.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsonwebtoken.Jwts;
import java.security.KeyPairGenerator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerificationKeyTest {
    private static final Optional<String> ID = Optional.of("k");

    @Test
    void aSecretThatIsTooShortIsNone() {
        assertThatThrownBy(() -> VerificationKey.ofSecret(ID, "HS256", new byte[31]))
                .hasMessage("the secret has 248 bits, expected 256 or more for HS256");
        assertThatThrownBy(() -> VerificationKey.ofSecret(ID, "HS512", new byte[63]))
                .hasMessageContaining("512");
    }

    @Test
    void aKeyIsForAnAlgorithmOfItsOwnKind() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1_024);

        assertThatThrownBy(() -> VerificationKey.ofPublicKey(ID, "HS256", Tokens.RSA.getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationKey.ofPublicKey(ID, "ES256", Tokens.RSA.getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationKey.ofPublicKey(ID, "ES384", Tokens.EC.getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationKey.ofPublicKey(ID, "none", Tokens.EC.getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationKey.ofSecret(ID, "none", new byte[64]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationKey.ofPublicKey(
                        ID, "RS256", small.generateKeyPair().getPublic()))
                .hasMessageContaining("2,048 bits");
        assertThat(VerificationKey.ofPublicKey(
                        ID, "ES512", Jwts.SIG.ES512.keyPair().build().getPublic()))
                .hasToString("ES512 k");
    }

    @Test
    void aSetSaysWhichKeyIsMeantOrIsNone() {
        VerificationKey nameless = VerificationKey.ofPublicKey(Optional.empty(), "RS256", Tokens.RSA.getPublic());
        VerificationKey named = VerificationKey.ofPublicKey(ID, "RS256", Tokens.RSA.getPublic());

        assertThatThrownBy(KeySet::of).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeySet.of(named, named)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeySet.of(named, nameless)).isInstanceOf(IllegalArgumentException.class);
        assertThat(KeySet.of(nameless).find(Optional.empty())).isPresent();
    }
}
