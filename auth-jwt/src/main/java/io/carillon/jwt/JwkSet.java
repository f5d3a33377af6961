package io.carillon.jwt;

import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PrivateJwk;
import io.jsonwebtoken.security.PublicJwk;
import io.jsonwebtoken.security.SecretJwk;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a JWK set: of what others publish, the keys that tokens can be verified with. */
final class JwkSet {
    private static final Logger LOG = LoggerFactory.getLogger(JwkSet.class);
    private static final int MAX_KEYS = 100;

    private JwkSet() {}

    static List<VerificationKey> parse(byte[] json, boolean secrets) {
        List<VerificationKey> keys = new ArrayList<>();
        Set<Optional<String>> ids = new HashSet<>();
        Set<Jwk<?>> all = Jwks.setParser()
                .build()
                .parse(new String(json, StandardCharsets.UTF_8))
                .getKeys();
        for (Jwk<?> jwk : all) {
            VerificationKey key = keys.size() < MAX_KEYS ? key(jwk, secrets) : null;
            // Without an id it can only be found where it is alone; of two with one id, neither is sure to be meant.
            if (key != null && (key.id().isPresent() || all.size() == 1) && ids.add(key.id())) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static @Nullable VerificationKey key(Jwk<?> jwk, boolean secrets) {
        Optional<String> id = Optional.ofNullable(jwk.getId());
        Object use = jwk.get("use");
        if (use != null && !use.equals("sig")) {
            return null;
        }
        try {
            if (jwk instanceof SecretJwk secret) {
                return secrets && jwk.getAlgorithm() != null
                        ? VerificationKey.ofSecret(
                                id, jwk.getAlgorithm(), secret.toKey().getEncoded())
                        : null;
            }
            // A private key has no business here, but its public half verifies all the same.
            PublicJwk<?> half = jwk instanceof PrivateJwk<?, ?, ?> whole ? whole.toPublicJwk() : (PublicJwk<?>) jwk;
            PublicKey key = half.toKey();
            return VerificationKey.ofPublicKey(id, jwk.getAlgorithm() == null ? usual(key) : jwk.getAlgorithm(), key);
        } catch (IllegalArgumentException e) {
            LOG.debug("a key of the JWK set is not for signatures that are taken here: {}", e.getMessage());
            return null;
        }
    }

    private static String usual(Key key) {
        if (!(key instanceof ECKey ec)) {
            return "RS256";
        }
        return switch (ec.getParams().getCurve().getField().getFieldSize()) {
            case 256 -> "ES256";
            case 384 -> "ES384";
            default -> "ES512";
        };
    }
}
