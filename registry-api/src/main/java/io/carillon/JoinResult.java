package io.carillon;

/** What became of a registration or a join, as far as the connection's instance can know. */
public enum JoinResult {
    /** It is done: what is sent to the user or group from now on, on any instance, reaches the connection; every query shows it. */
    JOINED,
    /**
     * The broker is away, and by the policy for outages it is done on the connection's own instance only: messages that stay on
     * that instance reach it. The cluster is told on return.
     */
    LOCAL_ONLY,
    /** The broker is away, and by the policy for outages it is done on return, before the messages that wait are sent. */
    QUEUED
}
