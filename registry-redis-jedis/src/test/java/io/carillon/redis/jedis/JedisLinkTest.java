package io.carillon.redis.jedis;

import io.carillon.redis.core.LinkContract;

class JedisLinkTest extends LinkContract {
    JedisLinkTest() {
        super(new Place());
    }
}
