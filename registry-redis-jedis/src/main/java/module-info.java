/** A backplane over Redis, with Jedis. */
module io.carillon.redis.jedis {
    requires transitive io.carillon;
    requires io.carillon.redis.core;
    requires transitive redis.clients.jedis;
    requires static org.jspecify;

    exports io.carillon.redis.jedis;
}
