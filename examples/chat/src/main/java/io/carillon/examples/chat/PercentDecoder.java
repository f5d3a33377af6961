package io.carillon.examples.chat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads names out of a URI, verbatim: percent-decoded once, as strict UTF-8. A {@code +} stays a plus, and bytes that are
 * no UTF-8 are refused: the usual replacement character would make two different names one.
 */
final class PercentDecoder {
    private PercentDecoder() {}

    /**
     * The text behind a part of a URI.
     *
     * @throws IllegalArgumentException if it is not percent-encoded UTF-8
     */
    static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw notEncoded();
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notEncoded();
        }
    }

    /**
     * The first value of a parameter in a query string.
     *
     * @throws IllegalArgumentException if it is not percent-encoded UTF-8
     */
    static Optional<String> parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(decode(pair.substring(name.length() + 1)));
            }
        }
        return Optional.empty();
    }

    private static int hex(String text, int index) {
        int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0 || text.charAt(index) >= 0x80) {
            throw notEncoded();
        }
        return digit;
    }

    private static IllegalArgumentException notEncoded() {
        return new IllegalArgumentException("not percent-encoded UTF-8");
    }
}
