package io.carillon.limits;

import io.carillon.spi.Connection;

/**
 * A connection of this instance, with what it holds.
 *
 * @param connection the connection
 * @param place its place
 * @param groups its groups
 * @param order the order of what is asked for it
 */
record LimitedConnection(Connection connection, Place place, Groups groups, InOrder order) {

    /** Gives everything back; doing it twice is harmless. */
    void end() {
        place.giveBack();
        groups.close();
    }
}
