package io.carillon.redis;

import io.carillon.redis.core.LinkContract;

class RedisLinkTest extends LinkContract {
    RedisLinkTest() {
        super(new Place());
    }
}
