package io.carillon.redis.core;

/**
 * A channel and a key that are one backplane's own, and lie on the server that is to be proved to work.
 *
 * @param channel on which canaries are sent
 * @param scratch the key on which rights are tried out
 */
record Spot(String channel, String scratch) {}
