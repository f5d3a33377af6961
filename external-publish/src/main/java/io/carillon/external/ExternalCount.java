package io.carillon.external;

/** What is counted. {@link ExternalMessages#counts()} has each. */
public enum ExternalCount {
    /** Messages that came, one for each subscription that heard them. */
    RECEIVED,
    /** Of those, skipped: larger than the options say, or nothing that the {@link PayloadReader} takes. */
    MALFORMED,
    /** Of those, dropped: too many were waiting to be read. */
    OVERFLOWED,
    /** Offers of a message to one connection that took it. */
    ACCEPTED,
    /** Offers of a message to one connection whose outbox was full. */
    DROPPED,
    /** Subscriptions that could not be had. */
    REFUSED,
    /** Subscriptions that were lost while the link held, and are back. What was published meanwhile is lost. */
    LOST
}
