package io.carillon;

import java.util.Map;
import java.util.Optional;

/**
 * A connection, with what the cluster knows about it.
 *
 * @param id the connection; its instance is {@code id().instance()}
 * @param user the authenticated name behind it, empty for an anonymous connection
 * @param attributes what the application wants others to know of it, at most 1,024 bytes of UTF-8, keys and values together;
 *     never a token
 */
public record Member(ConnectionId id, Optional<String> user, Map<String, String> attributes) {
    /** The most that the attributes may take, keys and values together, in bytes of UTF-8. */
    public static final int MAX_ATTRIBUTE_BYTES = 1_024;

    /**
     * Checks the user's name and the size of the attributes, and copies them.
     *
     * @param id the connection
     * @param user the name behind it
     * @param attributes what others may know of it
     * @throws IllegalArgumentException if the name or the attributes are too long, or no valid Unicode
     */
    public Member {
        user.ifPresent(name -> Names.check("user", name));
        attributes = Map.copyOf(attributes);
        int bytes = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            bytes += Names.utf8Length("attribute key", attribute.getKey());
            bytes += Names.utf8Length("attribute value", attribute.getValue());
        }
        if (bytes > MAX_ATTRIBUTE_BYTES) {
            throw new IllegalArgumentException(
                    "attributes have " + bytes + " bytes of UTF-8, expected at most " + MAX_ATTRIBUTE_BYTES);
        }
    }

    /**
     * A connection without attributes.
     *
     * @param id the connection
     * @param user the authenticated name behind it, empty for an anonymous connection
     * @throws IllegalArgumentException if the name is empty, too long, or no valid Unicode
     */
    public Member(ConnectionId id, Optional<String> user) {
        this(id, user, Map.of());
    }
}
