package io.carillon.redis.core;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts and numbers, as they stand in commands and answers. */
final class Text {
    private Text() {}

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] text(long number) {
        return text(Long.toString(number));
    }

    static String string(@Nullable Object answer) {
        if (answer instanceof byte[] text) {
            return new String(text, StandardCharsets.UTF_8);
        }
        throw new IllegalStateException("expected a text of the server, not " + answer);
    }
}
