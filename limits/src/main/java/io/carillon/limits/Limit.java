package io.carillon.limits;

/** The limits, each with what a client gets that would pass it. {@link Limits#refusals()} counts each. */
public enum Limit {
    /** Handshakes per second on this instance: HTTP 503 with {@code Retry-After}. */
    HANDSHAKES,
    /** Connections on this instance: HTTP 503 with {@code Retry-After}; 1013 where there was no gate. */
    CONNECTIONS,
    /** Connections of one user: HTTP 429; {@link Limits#TOO_MANY_CONNECTIONS} where the user was not known at the handshake. */
    USER_CONNECTIONS,
    /** Who was let in and has not come within {@link Limits#ARRIVAL}: its place is free again. */
    ARRIVAL,
    /** Who has not said in time who it is: {@link Limits#UNAUTHENTICATED}. */
    UNAUTHENTICATED,
    /** Groups of one connection: its join fails. */
    GROUPS,
    /** Groups that one connection has newly joined within a minute: its join fails. */
    NEW_GROUPS,
    /** Groups that have got their first member on this instance within a minute: the join fails. */
    INSTANCE_NEW_GROUPS,
    /** What the {@link JoinPolicy} refuses, or does not answer in time: the join fails. */
    JOIN_POLICY,
    /** Messages per second from one connection: {@link Limits#TOO_MANY_MESSAGES}. */
    MESSAGES,
    /** Bytes per second from one connection: {@link Limits#TOO_MANY_BYTES}. */
    BYTES
}
