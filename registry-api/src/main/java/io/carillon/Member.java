package io.carillon;

import java.util.Optional;

/**
 * A connection, with what the cluster knows about it.
 *
 * @param id the connection; its instance is {@code id().instance()}
 * @param user the authenticated name behind it, empty for an anonymous connection
 */
public record Member(ConnectionId id, Optional<String> user) {
    /**
     * Checks the user's name.
     *
     * @param id the connection
     * @param user the name behind it
     * @throws IllegalArgumentException if it is empty, longer than 256 bytes of UTF-8, or no valid Unicode
     */
    public Member {
        user.ifPresent(name -> Names.check("user", name));
    }
}
