package io.carillon.local;

import io.carillon.spi.Connection;
import org.jspecify.annotations.Nullable;

/** A local connection's place behind one group or user: an entry of the connection's list and of the interest's array. */
final class Membership {
    final LocalConnection connection;
    final Connection sink;
    final Interest interest;
    /** The next one of the same connection. Stays when this one is unlinked, so that a reader on it finds its way. */
    volatile @Nullable Membership next;
    /** Where it stands in the interest's array; guarded by the interest's lock. */
    int slot;

    Membership(LocalConnection connection, Interest interest, @Nullable Membership next) {
        this.connection = connection;
        this.sink = connection.sink;
        this.interest = interest;
        this.next = next;
    }
}
