package io.carillon;

/** What became of a message, as far as the sender's instance can know. It never means that a client has read it. */
public enum SendResult {
    /** The broker took it, and will bring it to the instances that listen now. */
    ACCEPTED,
    /** The broker is away: it went to the connections of this instance only, by the policy for outages. */
    LOCAL_ONLY,
    /** The broker is away: it waits here and is sent, in its order, on return, by the policy for outages. */
    QUEUED
}
