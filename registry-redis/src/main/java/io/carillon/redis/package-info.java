/** A backplane over Redis: {@link io.carillon.redis.RedisBackplane}. */
@NullMarked
package io.carillon.redis;

import org.jspecify.annotations.NullMarked;
