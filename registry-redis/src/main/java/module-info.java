/** A backplane over Redis. */
module io.carillon.redis {
    requires transitive io.carillon;
    requires transitive lettuce.core;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.carillon.redis;
}
