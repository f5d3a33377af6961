package io.carillon.jwt;

import io.carillon.jakarta.Authentication;
import io.carillon.jwt.BadTokenException.Why;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds one token against what it must be. jjwt reads it and checks signature, {@code exp} and {@code nbf}; what it would let pass is
 * checked here.
 *
 * <p><b>Threads.</b> Any.
 */
final class JwtVerifier {
    static final int MAX_BYTES = 8_192;
    private static final int MAX_ID = 256;

    /** What a token of ours never has: an extension, its payload left out, or compressed (65 KB may become 50 MB). */
    private static final Set<String> REFUSED_HEADERS = Set.of("crit", "b64", "zip", "calg", "enc");

    private final KeySet keys;
    private final @Nullable String issuer;
    private final @Nullable String audience;
    private final @Nullable String type;
    private final Duration skew;
    private final Map<String, String> attributes;
    private final JwtParser parser;

    JwtVerifier(JwtAuthenticator.Builder configured, Clock clock) {
        this.keys = configured.keys;
        this.issuer = configured.issuer;
        this.audience = configured.audience;
        this.type = configured.type;
        this.skew = configured.clockSkew;
        this.attributes = Map.copyOf(configured.attributes);
        this.parser = Jwts.parser()
                .keyLocator(this::keyOf)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(skew.toSeconds())
                .zip()
                .clear()
                .and()
                .build();
    }

    /** Says whose the token is, or throws {@link BadTokenException}, and nothing else. */
    Authentication verify(String token) {
        if (token.length() > MAX_BYTES) {
            throw new BadTokenException(Why.INVALID);
        }
        try {
            String[] parts = token.split("\\.", -1);
            if (parts.length != 3 || !Stream.of(parts).allMatch(JwtVerifier::isSpelledAsIssued)) {
                throw new BadTokenException(Why.INVALID);
            }
            return authentication(parser.parseSignedClaims(token).getPayload());
        } catch (BadTokenException e) {
            throw e;
        } catch (ExpiredJwtException e) {
            throw new BadTokenException(Why.EXPIRED);
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever it is, it came of the token, and may quote it.
            throw new BadTokenException(Why.INVALID);
        }
    }

    /** RFC 7515, section 2: Base64url without padding or other characters. jjwt skips those, so that one signature had many spellings. */
    private static boolean isSpelledAsIssued(String part) {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
    }

    /** Called before anything is verified: the header is what a stranger has written. */
    private Key keyOf(Header header) {
        if (!(header instanceof JwsHeader signed) || REFUSED_HEADERS.stream().anyMatch(header::containsKey)) {
            throw new BadTokenException(Why.INVALID);
        }
        if (type != null && !type.equalsIgnoreCase(header.getType())) {
            throw new BadTokenException(Why.INVALID);
        }
        Optional<String> id = Optional.ofNullable(signed.getKeyId());
        if (id.isPresent() && id.get().length() > MAX_ID) {
            throw new BadTokenException(Why.INVALID);
        }
        VerificationKey key = keys.find(id).orElseThrow(() -> new BadTokenException(Why.UNKNOWN_KEY));
        if (!key.algorithm().equals(signed.getAlgorithm())) {
            throw new BadTokenException(Why.INVALID);
        }
        return key.key();
    }

    /** From here on the signature is good. What is wrong now was issued so. */
    private Authentication authentication(Claims claims) {
        Date expiration = claims.getExpiration();
        boolean meant = expiration != null
                && (issuer == null || issuer.equals(claims.getIssuer()))
                && (audience == null
                        || (claims.getAudience() != null && claims.getAudience().contains(audience)));
        if (!meant || !(claims.get(Claims.SUBJECT) instanceof String user)) {
            throw new BadTokenException(Why.INVALID);
        }
        Optional<String> tokenId = Optional.ofNullable(claims.getId()).filter(id -> !id.isEmpty());
        if (tokenId.isPresent() && tokenId.get().length() > MAX_ID) {
            throw new BadTokenException(Why.INVALID);
        }
        return new Authentication(
                Optional.of(user),
                attributes(claims),
                Optional.of(expiration.toInstant().plus(skew)),
                tokenId);
    }

    private Map<String, String> attributes(Claims claims) {
        Map<String, String> chosen = new LinkedHashMap<>();
        attributes.forEach((claim, attribute) -> {
            Object value = claims.get(claim);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                chosen.put(attribute, value.toString());
            }
        });
        return chosen;
    }
}
