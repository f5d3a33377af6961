package io.carillon;

/** What became of a message, as far as the sender's instance can know. It never means that a client has read it. */
public enum SendResult {
    /** The broker took it, and will bring it to the instances that listen now. */
    ACCEPTED
}
