/**
 * What a hub over a real Redis costs, beside a bare client of the same shape. {@link io.carillon.benchmarks.redis.RedisMain}
 * starts a server, and instances as processes of their own.
 */
@NullMarked
package io.carillon.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
