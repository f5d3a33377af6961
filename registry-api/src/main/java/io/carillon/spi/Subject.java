package io.carillon.spi;

import io.carillon.Names;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * An address on the broker.
 *
 * @param kind what it stands for
 * @param name whose it is: any Unicode, opaque and case-sensitive, 1 to 256 bytes of UTF-8; empty for {@link Kind#EVERYONE}
 */
public record Subject(Kind kind, String name) {

    /** The subject that every instance listens to. */
    public static final Subject EVERYONE = new Subject(Kind.EVERYONE, "");

    private static final String NO_NAME = "_";

    /**
     * Checks the name.
     *
     * @param kind what it stands for
     * @param name whose it is
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode; for everyone, if it is not empty
     */
    public Subject {
        if (kind != Kind.EVERYONE) {
            Names.check("subject", name);
        } else if (!name.isEmpty()) {
            throw new IllegalArgumentException("the subject for everyone has a name, expected none");
        }
    }

    /** What a subject stands for. Two kinds never share an address. */
    public enum Kind {
        /** What is meant for the members of a group. */
        GROUP,
        /** What is meant for the connections of a user. */
        USER,
        /** The inbox of one instance. */
        INSTANCE,
        /** What is meant for every instance. */
        EVERYONE,
        /** The application's own traffic, of which Carillon knows nothing. */
        APPLICATION
    }

    /**
     * A subject of the application's own.
     *
     * @param name opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8
     * @return the subject
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    public static Subject application(String name) {
        return new Subject(Kind.APPLICATION, name);
    }

    /**
     * A form that is safe on every broker: letters, digits, {@code -}, {@code _} and one dot. No name can become a
     * pattern, a wildcard or another name in it. Names are Base64 (RFC 4648, section 5) of their UTF-8, so 256 bytes
     * become 342 characters; a broker with shorter addresses has to hash it. No name is {@code _}, which is nobody's Base64.
     *
     * @return {@code kind.name}
     */
    public String encoded() {
        String safe = name.isEmpty()
                ? NO_NAME
                : Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        return kind.name().toLowerCase(Locale.ROOT) + "." + safe;
    }
}
