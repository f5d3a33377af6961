/** A backplane over Redis, with Jedis: {@link io.carillon.redis.jedis.JedisBackplane}. */
@NullMarked
package io.carillon.redis.jedis;

import org.jspecify.annotations.NullMarked;
