package io.carillon.jwt;

import static io.carillon.jwt.Tokens.base64;
import static io.carillon.jwt.Tokens.byHand;
import static io.carillon.jwt.Tokens.header;
import static io.carillon.jwt.Tokens.in;
import static io.carillon.jwt.Tokens.payload;
import static io.carillon.jwt.Tokens.signed;
import static io.carillon.jwt.Tokens.unsigned;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tokens that nobody may take, by what is wrong with them. */
public final class BadTokens {
    private static final byte[] SECRET = Tokens.SECRET.getEncoded();
    private static final String SUBJECT = "\"sub\":\"mallory\",";

    private BadTokens() {}

    public static Map<String, String> all() {
        Map<String, String> bad = new LinkedHashMap<>();
        garbage(bad);
        signatures(bad);
        times(bad);
        claims(bad);
        headers(bad);
        return bad;
    }

    private static void garbage(Map<String, String> bad) {
        String good = Tokens.good("mallory");
        bad.put("no token behind the scheme", "");
        bad.put("one word", "garbage");
        bad.put("three words", "a.b.c");
        bad.put("dots", "..");
        bad.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        bad.put("no signature and no dot", good.substring(0, good.lastIndexOf('.')));
        bad.put(
                "a header that is no JSON",
                base64("x".getBytes(StandardCharsets.UTF_8)) + good.substring(good.indexOf('.')));
        bad.put(
                "a header that is a list",
                base64("[]".getBytes(StandardCharsets.UTF_8)) + good.substring(good.indexOf('.')));
        bad.put("deep JSON", base64("[".repeat(5_000).getBytes(StandardCharsets.UTF_8)) + ".e30.e30");
        bad.put(
                "an encrypted one",
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
        bad.put("a blank in it", good.substring(0, 20) + " " + good.substring(20));
        bad.put("padding behind it", good + "=");
        bad.put("a slash behind it", good + "/");
        bad.put("a plus in its signature", inserted(good, good.lastIndexOf('.') + 1, '+'));
        bad.put(
                "bits behind its signature",
                good.substring(0, good.length() - 1) + nextTo(good.charAt(good.length() - 1)));
        bad.put("two in one", good + "." + good);
    }

    private static void signatures(Map<String, String> bad) {
        String good = Tokens.good("mallory");
        byte[] none = "{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"rsa\"}".getBytes(StandardCharsets.UTF_8);
        byte[] subject = payload(SUBJECT).getBytes(StandardCharsets.UTF_8);
        bad.put("alg none", base64(none) + "." + base64(subject) + ".");
        bad.put(
                "alg none with a signature",
                base64(none) + "." + base64(subject) + good.substring(good.lastIndexOf('.')));
        bad.put(
                "alg None",
                base64("{\"alg\":\"None\",\"kid\":\"rsa\"}".getBytes(StandardCharsets.UTF_8)) + "." + base64(subject)
                        + ".");
        bad.put("no alg", byHand("{\"typ\":\"at+jwt\",\"kid\":\"secret\"}", payload(SUBJECT), SECRET));
        String confused = "{\"alg\":\"HS256\",\"kid\":\"rsa\",\"typ\":\"at+jwt\"}";
        bad.put(
                "HS256 with the RSA public key",
                byHand(confused, payload(SUBJECT), Tokens.RSA.getPublic().getEncoded()));
        bad.put(
                "HS256 with the RSA public key as PEM",
                byHand(confused, payload(SUBJECT), Tokens.pem(Tokens.RSA.getPublic())));
        bad.put("HS256 with an empty secret", byHand(header(""), payload(SUBJECT), new byte[] {0}));
        bad.put(
                "RS512 for RS256",
                Tokens.of("mallory")
                        .signWith(Tokens.RSA.getPrivate(), Jwts.SIG.RS512)
                        .compact());
        bad.put(
                "PS256 for RS256",
                Tokens.of("mallory")
                        .signWith(Tokens.RSA.getPrivate(), Jwts.SIG.PS256)
                        .compact());
        bad.put(
                "HS256 of the other key",
                unsigned("mallory", "rsa")
                        .signWith(Tokens.SECRET, Jwts.SIG.HS256)
                        .compact());
        bad.put(
                "ES256 of the other key",
                unsigned("mallory", "rsa")
                        .signWith(Tokens.EC.getPrivate(), Jwts.SIG.ES256)
                        .compact());
        bad.put(
                "a stranger's key",
                Tokens.of("mallory")
                        .signWith(Tokens.STRANGERS_RSA.getPrivate(), Jwts.SIG.RS256)
                        .compact());
        bad.put(
                "an ECDSA signature of zeros",
                zeros(unsigned("mallory", "ec").signWith(Tokens.EC.getPrivate()).compact()));
        String other = Tokens.good("ada");
        bad.put(
                "another's signature",
                good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));
    }

    private static void times(Map<String, String> bad) {
        bad.put("expired", signed(Tokens.of("mallory").expiration(in(Duration.ofMinutes(-5)))));
        bad.put("expired a second ago", signed(Tokens.of("mallory").expiration(in(Duration.ofSeconds(-1)))));
        bad.put("not yet valid", signed(Tokens.of("mallory").notBefore(in(Duration.ofMinutes(5)))));
        bad.put("no exp", signed(Tokens.of("mallory").expiration(null)));
        bad.put(
                "exp as a word",
                byHand(
                        header(""),
                        "{\"sub\":\"m\",\"iss\":\"https://issuer.example\",\"aud\":\"chat\",\"exp\":\"never\"}",
                        SECRET));
        bad.put(
                "exp null",
                byHand(
                        header(""),
                        "{\"sub\":\"m\",\"iss\":\"https://issuer.example\",\"aud\":\"chat\",\"exp\":null}",
                        SECRET));
        bad.put("exp zero", signed(Tokens.of("mallory").expiration(Date.from(Instant.EPOCH))));
    }

    private static void claims(Map<String, String> bad) {
        bad.put("no sub", byHand(header(""), payload(""), SECRET));
        bad.put("an empty sub", byHand(header(""), payload("\"sub\":\"\","), SECRET));
        bad.put("a number as sub", byHand(header(""), payload("\"sub\":42,"), SECRET));
        bad.put("a list as sub", byHand(header(""), payload("\"sub\":[\"ada\"],"), SECRET));
        bad.put("true as sub", byHand(header(""), payload("\"sub\":true,"), SECRET));
        bad.put("null as sub", byHand(header(""), payload("\"sub\":null,"), SECRET));
        bad.put("a sub that is too long", byHand(header(""), payload("\"sub\":\"" + "x".repeat(257) + "\","), SECRET));
        bad.put("a sub that is no Unicode", byHand(header(""), payload("\"sub\":\"\\ud800\","), SECRET));
        bad.put("another issuer", signed(Tokens.of("mallory").issuer("https://evil.example")));
        bad.put("no issuer", signed(Tokens.of("mallory").issuer(null)));
        bad.put("another audience", signed(Tokens.of("mallory").claim("aud", "mail")));
        bad.put("no audience", signed(Tokens.of("mallory").claim("aud", null)));
        bad.put("attributes that are too long", signed(Tokens.of("mallory").claim("role", "x".repeat(1_100))));
        bad.put("a payload that is no JSON", byHand(header(""), "mallory", SECRET));
        bad.put("a payload that is a list", byHand(header(""), "[]", SECRET));
    }

    private static void headers(Map<String, String> bad) {
        bad.put(
                "another type",
                signed(with(header -> header.header().type("JWT").and())));
        bad.put("no type", signed(with(header -> header.header().type(null).and())));
        bad.put("no kid", signed(with(header -> header.header().keyId(null).and())));
        bad.put("a kid that is unknown", signed(unsigned("mallory", "other")));
        bad.put("a kid that is a path", signed(unsigned("mallory", "../../../../dev/null")));
        bad.put("a kid that is SQL", signed(unsigned("mallory", "rsa' UNION SELECT 'secret")));
        bad.put("a kid that is a URL", signed(unsigned("mallory", "http://localhost:1/keys")));
        bad.put("a kid that is long", signed(unsigned("mallory", "x".repeat(2_000))));
        bad.put(
                "a kid that is a number",
                byHand("{\"alg\":\"HS256\",\"kid\":1,\"typ\":\"at+jwt\"}", payload(SUBJECT), SECRET));
        UnaryOperator<String> strangers = more -> unsigned("mallory", "other")
                .header()
                .add("jku", more)
                .add("x5u", more)
                .and()
                .signWith(Tokens.STRANGERS_RSA.getPrivate(), Jwts.SIG.RS256)
                .compact();
        bad.put("a jku and an x5u", strangers.apply("http://localhost:1/keys"));
        bad.put(
                "a key of its own",
                Tokens.of("mallory")
                        .header()
                        .add(
                                "jwk",
                                Jwks.builder()
                                        .key((RSAPublicKey) Tokens.STRANGERS_RSA.getPublic())
                                        .build())
                        .and()
                        .signWith(Tokens.STRANGERS_RSA.getPrivate(), Jwts.SIG.RS256)
                        .compact());
        bad.put("an unknown extension", byHand(header(",\"crit\":[\"x\"],\"x\":1"), payload(SUBJECT), SECRET));
        bad.put("an unencoded payload", byHand(header(",\"crit\":[\"b64\"],\"b64\":false"), payload(SUBJECT), SECRET));
        bad.put(
                "a zip bomb",
                signed(Tokens.of("mallory").claim("bomb", "x".repeat(4_000_000)).compressWith(Jwts.ZIP.DEF)));
        bad.put("a small zip", signed(Tokens.of("mallory").compressWith(Jwts.ZIP.DEF)));
        bad.put("more than 8 KB", signed(Tokens.of("mallory").claim("long", "x".repeat(6_000))));
    }

    private static JwtBuilder with(UnaryOperator<JwtBuilder> change) {
        return change.apply(Tokens.of("mallory"));
    }

    private static String inserted(String token, int at, char more) {
        return token.substring(0, at) + more + token.substring(at);
    }

    /** The last character of 256 bytes has four bits that mean nothing, and are 0. */
    private static char nextTo(char last) {
        return (char) (last + 1);
    }

    private static String zeros(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1) + base64(new byte[64]);
    }
}
