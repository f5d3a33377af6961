/**
 * A Redis backplane less its driver: {@link io.carillon.redis.core.RedisCore}, which needs a {@link io.carillon.redis.core.RedisDriver}. For
 * the backplanes of this project only; it changes without notice.
 */
@NullMarked
package io.carillon.redis.core;

import org.jspecify.annotations.NullMarked;
