package io.carillon.local;

import java.time.Duration;

/**
 * What becomes of messages, registrations and joins while the broker is away. Whatever the policy, queries, remote commands and
 * {@code disconnect} of other instances' connections fail meanwhile, and the connections that live here stay open.
 *
 * <p>The broker is away when the backplane says so, when no probe has come back for two seconds, after two operations in a
 * row without an answer until a probe comes back, and for one operation when it refuses that operation. What was handed to
 * the broker and has no answer is no matter of this policy: its outcome is unknown, and it fails as such.
 */
public sealed interface OutagePolicy {
    /** The stage fails, nothing happened, and the caller decides. The default. */
    OutagePolicy FAIL = new Fail();

    /**
     * It is done on this instance only, and the result says so. Messages go to the connections that live here and to no
     * others, then or later; they carry no number. Memberships are written on return.
     */
    OutagePolicy LOCAL_ONLY = new LocalOnly();

    /** The most that may wait by default: 8 MiB. */
    long DEFAULT_QUEUE_BYTES = 8L * 1024 * 1024;
    /** How long it may wait by default: 30 seconds. */
    Duration DEFAULT_QUEUE_AGE = Duration.ofSeconds(30);

    /**
     * It waits, and is done on return: first registrations and joins, then the messages, in the order in which they were sent.
     *
     * <p>A message that does not fit any more is refused as unavailable. One that becomes too old, or still waits when the hub
     * is closed, is dropped, counted, and told to {@link io.carillon.RegistryListener#unsent}. While messages wait, later ones
     * wait behind them, so that none overtakes another. Registrations and joins take no room and do not age: they are what
     * is true here.
     *
     * @param maxBytes how much may wait, envelopes together, 1 or more
     * @param maxAge how long a message may wait, more than zero, at most 1 hour
     * @return the policy
     */
    static OutagePolicy queue(long maxBytes, Duration maxAge) {
        return new Queue(maxBytes, maxAge);
    }

    /**
     * As {@link #queue(long, Duration)}, with the defaults.
     *
     * @return the policy
     */
    static OutagePolicy queue() {
        return queue(DEFAULT_QUEUE_BYTES, DEFAULT_QUEUE_AGE);
    }

    /** See {@link #FAIL}. */
    record Fail() implements OutagePolicy {}

    /** See {@link #LOCAL_ONLY}. */
    record LocalOnly() implements OutagePolicy {}

    /**
     * See {@link #queue(long, Duration)}. {@link HubBuilder#start()} checks the bounds.
     *
     * @param maxBytes how much may wait
     * @param maxAge how long a message may wait
     */
    record Queue(long maxBytes, Duration maxAge) implements OutagePolicy {}
}
