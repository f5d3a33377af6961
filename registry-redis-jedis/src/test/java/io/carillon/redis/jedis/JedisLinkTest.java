package io.carillon.redis.jedis;

import io.carillon.redis.core.BackplanePlace;
import io.carillon.redis.core.LinkContract;

class JedisLinkTest extends LinkContract {
    @Override
    protected BackplanePlace<?> place() {
        return new Place();
    }
}
