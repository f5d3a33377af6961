/** What the Redis backplanes have in common, whatever their driver. Not for applications. */
@SuppressWarnings("module") // those who may see it are built after it
module io.carillon.redis.core {
    requires transitive io.carillon;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.carillon.redis.core to
            io.carillon.redis,
            io.carillon.redis.jedis;
}
