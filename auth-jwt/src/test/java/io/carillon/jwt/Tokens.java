package io.carillon.jwt;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Whoever issues the tokens of the tests, good ones and all sorts of others. Public, as it serves tests of two packages. */
public final class Tokens {
    public static final String ISSUER = "https://issuer.example";
    public static final String AUDIENCE = "chat";
    public static final String TYPE = "at+jwt";
    public static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();
    public static final KeyPair STRANGERS_RSA = Jwts.SIG.RS256.keyPair().build();
    public static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();
    public static final SecretKey SECRET = Jwts.SIG.HS256.key().build();

    private Tokens() {}

    public static RotatingKeySet keys() {
        return KeySet.of(
                VerificationKey.ofPublicKey(Optional.of("rsa"), "RS256", RSA.getPublic()),
                VerificationKey.ofPublicKey(Optional.of("ec"), "ES256", EC.getPublic()),
                VerificationKey.ofSecret(Optional.of("secret"), "HS256", SECRET.getEncoded()));
    }

    public static JwtAuthenticator.Builder strict() {
        return JwtAuthenticator.builder(keys())
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .type(TYPE)
                .attribute("role");
    }

    /** A good one for an hour, to be signed. */
    public static JwtBuilder of(String user) {
        return unsigned(user, "rsa");
    }

    public static JwtBuilder unsigned(String user, String keyId) {
        return Jwts.builder()
                .header()
                .keyId(keyId)
                .type(TYPE)
                .and()
                .subject(user)
                .issuer(ISSUER)
                .audience()
                .add(AUDIENCE)
                .and()
                .issuedAt(in(Duration.ZERO))
                .expiration(in(Duration.ofHours(1)));
    }

    public static String good(String user) {
        return signed(of(user));
    }

    public static String good(String user, Duration life) {
        return signed(of(user).expiration(in(life)));
    }

    public static String signed(JwtBuilder token) {
        return token.signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact();
    }

    public static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    /** What no library would sign. */
    public static String byHand(String header, String payload, byte[] secret) {
        String content = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good payload, but for what stands before it. */
    public static String payload(String first) {
        return "{" + first + "\"iss\":\"" + ISSUER + "\",\"aud\":\"" + AUDIENCE + "\",\"exp\":"
                + (Instant.now().getEpochSecond() + 3_600) + "}";
    }

    public static String header(String more) {
        return "{\"alg\":\"HS256\",\"kid\":\"secret\",\"typ\":\"" + TYPE + "\"" + more + "}";
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] pem(Key key) {
        return ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
