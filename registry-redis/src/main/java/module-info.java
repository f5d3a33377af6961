/** A backplane over Redis. */
module io.carillon.redis {
    requires transitive io.carillon;
    requires io.carillon.redis.core;
    requires transitive lettuce.core;
    requires static org.jspecify;

    exports io.carillon.redis;
}
