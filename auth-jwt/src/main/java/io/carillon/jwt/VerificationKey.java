package io.carillon.jwt;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that tokens are verified with, and the one algorithm that it is for: a token that names another is refused, whatever its
 * signature.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class VerificationKey {
    /** The field of the curve, in bits, for each algorithm on one. */
    private static final Map<String, Integer> CURVES = Map.of("ES256", 256, "ES384", 384, "ES512", 521);

    private static final int MIN_RSA_BITS = 2_048;

    private final Optional<String> id;
    private final String algorithm;
    private final Key key;

    private VerificationKey(Optional<String> id, String algorithm, Key key) {
        this.id = id;
        this.algorithm = algorithm;
        this.key = key;
    }

    /**
     * A secret that is shared with whoever issues the tokens.
     *
     * @param id the {@code kid} of its tokens; empty for tokens without one
     * @param algorithm {@code HS256}, {@code HS384} or {@code HS512}
     * @param secret as many bits as the algorithm's name says, or more, by chance and not from a password
     * @return the key
     * @throws IllegalArgumentException if the algorithm is another, or the secret too short
     */
    public static VerificationKey ofSecret(Optional<String> id, String algorithm, byte[] secret) {
        if (!(known(algorithm) instanceof MacAlgorithm mac)) {
            throw new IllegalArgumentException(
                    "\"" + algorithm + "\" is not for secrets, expected HS256, HS384 or HS512");
        }
        int bits = secret.length * Byte.SIZE;
        if (bits < mac.getKeyBitLength()) {
            throw new IllegalArgumentException("the secret has " + bits + " bits, expected " + mac.getKeyBitLength()
                    + " or more for " + algorithm);
        }
        SecretKey key = new SecretKeySpec(secret, "HmacSHA" + mac.getKeyBitLength());
        return new VerificationKey(id, algorithm, key);
    }

    /**
     * The public half of a key that signs tokens.
     *
     * @param id the {@code kid} of its tokens; empty for tokens without one
     * @param algorithm {@code RS256}, {@code RS384}, {@code RS512}, {@code PS256}, {@code PS384}, {@code PS512}, {@code ES256},
     *     {@code ES384} or {@code ES512}
     * @param key an RSA key of 2,048 bits or more, or one on the curve of the algorithm
     * @return the key
     * @throws IllegalArgumentException if the algorithm is another, or the key is not for it
     */
    public static VerificationKey ofPublicKey(Optional<String> id, String algorithm, PublicKey key) {
        if (!(known(algorithm) instanceof SignatureAlgorithm) || !fits(algorithm, key)) {
            throw new IllegalArgumentException("a public key of " + key.getAlgorithm() + " is not for \"" + algorithm
                    + "\", expected RS, PS and 2,048 bits of RSA or more, or ES and its curve");
        }
        return new VerificationKey(id, algorithm, key);
    }

    private static SecureDigestAlgorithm<?, ?> known(String algorithm) {
        SecureDigestAlgorithm<?, ?> found = Jwts.SIG.get().get(algorithm);
        if (found == null || found.equals(Jwts.SIG.NONE)) {
            throw new IllegalArgumentException(
                    "there is no algorithm \"" + algorithm + "\", expected one such as RS256");
        }
        return found;
    }

    private static boolean fits(String algorithm, PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return (algorithm.startsWith("RS") || algorithm.startsWith("PS"))
                    && rsa.getModulus().bitLength() >= MIN_RSA_BITS;
        }
        return key instanceof ECKey ec
                && CURVES.getOrDefault(algorithm, 0)
                        == ec.getParams().getCurve().getField().getFieldSize();
    }

    Optional<String> id() {
        return id;
    }

    String algorithm() {
        return algorithm;
    }

    Key key() {
        return key;
    }

    /** Says which, and not what. */
    @Override
    public String toString() {
        return algorithm + id.map(named -> " " + named).orElse("");
    }
}
