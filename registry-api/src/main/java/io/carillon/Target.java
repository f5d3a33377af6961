package io.carillon;

/**
 * One thing that a message can be aimed at. A connection is behind a target if the target names it, its user, or a group
 * it is in; every connection is behind {@link Everyone}.
 */
public sealed interface Target {

    /**
     * One connection, on whatever instance.
     *
     * @param id the connection
     */
    record Connection(ConnectionId id) implements Target {}

    /**
     * All connections of one user, in the whole cluster.
     *
     * @param name opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8
     */
    record User(String name) implements Target {
        /**
         * Checks the name.
         *
         * @param name the user
         * @throws IllegalArgumentException if it is empty, too long, or no valid Unicode
         */
        public User {
            Names.check("user", name);
        }
    }

    /**
     * All members of one group, in the whole cluster.
     *
     * @param name opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8
     */
    record Group(String name) implements Target {
        /**
         * Checks the name.
         *
         * @param name the group
         * @throws IllegalArgumentException if it is empty, too long, or no valid Unicode
         */
        public Group {
            Names.check("group", name);
        }
    }

    /** Every connection of the cluster. */
    record Everyone() implements Target {}
}
