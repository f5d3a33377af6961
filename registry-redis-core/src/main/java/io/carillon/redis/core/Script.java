package io.carillon.redis.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What runs on the server in one step. Each stands in a file of its own, which says what it takes and returns. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes to a source
enum Script {
    RIGHTS,
    ACQUIRE,
    RENEW,
    LIST,
    UNLIST,
    INSTANCES,
    LEASE,
    ENTER,
    LEAVE,
    PUT,
    TAKE,
    SIZES,
    PAGE,
    GROUPS,
    BITE,
    ASK,
    HOLD;

    private final byte[] source;
    private final byte[] digest;

    Script() {
        this.source = Text.text(read(name().toLowerCase(Locale.ROOT) + ".lua"));
        this.digest = Text.text(sha1(source));
    }

    byte[] source() {
        return source;
    }

    /** By which the server knows it, once it has seen it. */
    byte[] digest() {
        return digest;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            // Comments and line ends of the file are not sent.
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("--")).reduce("", (some, line) -> some + line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Redis itself names a script by. */
    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
