package io.carillon.examples.chat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What tokens are signed and verified with. All instances of a cluster have the same one. It never shows in a text. */
final class Secret {
    /** As many as HS256 has bits. */
    static final int MIN_BYTES = 32;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A secret that was given.
     *
     * @throws IllegalArgumentException if it is too short; the message says how long it is, and nothing else of it
     */
    static Secret of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "has " + bytes.length + " bytes of UTF-8, expected " + MIN_BYTES + " or more");
        }
        return new Secret(bytes);
    }

    /** A new one, for a cluster that lives in one process. */
    static Secret random() {
        byte[] bytes = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    SecretKey key() {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "Secret";
    }
}
