package io.carillon;

import java.util.Optional;

/**
 * What a connection may do with one message while its client does not keep up. A message goes out at once where it can,
 * whatever this says; it counts only for what has to wait in an outbox.
 *
 * <p>It travels with the message, and is a wish: a transport that has no such policy does what it does with all messages.
 *
 * @param policy what happens where there is no room; empty: what the transport is configured to do
 * @param key names what the message tells the state of, 1 to 256 bytes of UTF-8: a newer message with the same key takes the
 *     place of one that still waits for the same connection, and so may overtake what was sent between the two. Whoever sends
 *     to a connection shares these names.
 */
public record Overflow(Optional<Policy> policy, Optional<String> key) {
    /** As the transport is configured. */
    public static final Overflow DEFAULT = new Overflow(Optional.empty(), Optional.empty());

    /**
     * Checks the key.
     *
     * @param policy what happens where there is no room
     * @param key what the message tells the state of
     * @throws IllegalArgumentException if the key is empty, too long, or no valid Unicode
     */
    public Overflow {
        key.ifPresent(name -> Names.check("conflation key", name));
    }

    /**
     * A policy, and no key.
     *
     * @param policy what happens where there is no room
     * @return the choice
     */
    public static Overflow of(Policy policy) {
        return new Overflow(Optional.of(policy), Optional.empty());
    }

    /**
     * Only the newest message of this key has to arrive.
     *
     * @param key what the message tells the state of, 1 to 256 bytes of UTF-8
     * @return the choice, with the transport's own policy
     * @throws IllegalArgumentException if the key is empty, too long, or no valid Unicode
     */
    public static Overflow conflate(String key) {
        return new Overflow(Optional.empty(), Optional.of(key));
    }

    /** What happens to a message for which an outbox has no room. */
    public enum Policy {
        /** It must not be missed: the client is disconnected, with {@link CloseReason#TOO_SLOW}, and comes back. */
        DISCONNECT,
        /** It may be missed: the oldest waiting messages of this policy make room, and later it makes room for others. */
        DROP_OLDEST,
        /** It may be missed: it is dropped, and what waits stays. */
        DROP_NEWEST
    }
}
