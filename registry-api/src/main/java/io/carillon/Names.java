package io.carillon;

/** The one rule for names: opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8. */
public final class Names {
    /** The longest name, in bytes of UTF-8: {@value}. */
    public static final int MAX_BYTES = 256;

    private Names() {}

    /**
     * Checks a name.
     *
     * @param kind what it names, for the error
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if it is empty, too long, or has an unpaired surrogate
     */
    public static String check(String kind, String name) {
        return check(kind, name, MAX_BYTES);
    }

    /**
     * Checks a name that may be longer or shorter than others.
     *
     * @param kind what it names, for the error
     * @param name the name
     * @param maxBytes how many bytes of UTF-8 it may have
     * @return the name
     * @throws IllegalArgumentException if it is empty, too long, or has an unpaired surrogate
     */
    public static String check(String kind, String name, int maxBytes) {
        int bytes = utf8Length(kind + " name", name);
        if (bytes == 0) {
            throw new IllegalArgumentException(kind + " name is empty, expected 1 to " + maxBytes + " bytes of UTF-8");
        }
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    kind + " name has " + bytes + " bytes of UTF-8, expected 1 to " + maxBytes);
        }
        return name;
    }

    /**
     * The length of a text in UTF-8. An unpaired surrogate is refused: it has no UTF-8 form, and the usual replacement
     * by {@code ?} would make two different names one.
     */
    static int utf8Length(String what, String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new IllegalArgumentException(what + " has an unpaired surrogate at index " + i);
            }
        }
        return bytes;
    }
}
