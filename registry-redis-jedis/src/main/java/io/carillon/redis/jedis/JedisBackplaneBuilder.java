package io.carillon.redis.jedis;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.core.Deployment;
import io.carillon.redis.core.RedisCore;
import io.carillon.redis.core.RedisOptions;
import io.carillon.redis.core.RedisOptionsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** The options of a {@link JedisBackplane}. Not safe for use by several threads. */
@SuppressWarnings("exports") // what is inherited is seen as this class's own, by the compiler and in the Javadoc
public final class JedisBackplaneBuilder extends RedisOptionsBuilder<JedisBackplaneBuilder> {
    private @Nullable Address address;
    private JedisClientConfig config = DefaultJedisClientConfig.builder().build();
    private @Nullable JedisClientConfig sentinels;
    private @Nullable Executor executor;

    JedisBackplaneBuilder() {}

    /**
     * Where the server is. Required.
     *
     * @param text {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…} for TLS with a check of the host's
     *     name; {@code redis-sentinel://[user:password@]host[:port][,host[:port]…][/database]#name}, where Sentinels, which are those hosts, name
     *     the server; {@code redis-cluster://[user:password@]host[:port][,host[:port]…]} for a Redis Cluster, of which one node that can be reached is
     *     enough, and which names the others itself; and {@code rediss-sentinel://…} and {@code rediss-cluster://…}. User and password are the
     *     servers', not the Sentinels'
     * @return this
     * @throws IllegalArgumentException if it cannot be read; the message does not repeat it, since it may hold a password
     */
    public JedisBackplaneBuilder uri(String text) {
        this.address = Address.of(text);
        return this;
    }

    /**
     * How Jedis is to connect: the user and password, or who provides them; the CA and the checks of TLS; the database; the connection's name. What
     * the {@linkplain #uri URI} names comes before it. Its protocol and its timeouts do not count; see {@code connectTimeout} and
     * {@code patience}.
     *
     * @param own the configuration, which is read at each connection
     * @return this
     */
    public JedisBackplaneBuilder clientConfig(JedisClientConfig own) {
        this.config = own;
        return this;
    }

    /**
     * How Jedis is to connect to Sentinels, which have users and passwords of their own. The default is as for the servers, with neither.
     *
     * @param own the configuration, which is read at each connection
     * @return this
     */
    public JedisBackplaneBuilder sentinelConfig(JedisClientConfig own) {
        this.sentinels = own;
        return this;
    }

    /**
     * Who runs what blocks: for each connection one task that opens it and then reads until it is closed, and now and then a short one that
     * writes. Each must be run at once, not behind another: a pool needs two threads for every connection, so 6 for one server, and a seventh for
     * one that is being closed; 6 for each master of a Cluster, and 6 more there and behind Sentinels, who are asked over connections of their own. Who has created it closes it, after the backplane. The default is a virtual thread for each where the JDK has them
     * (21 and later), and otherwise daemon threads of the backplane's own.
     *
     * @param own the executor
     * @return this
     */
    public JedisBackplaneBuilder executor(Executor own) {
        this.executor = own;
        return this;
    }

    /**
     * Connects, and blocks until all links are proved to work.
     *
     * @return the backplane, to be closed when the hub is
     * @throws IllegalArgumentException if options are missing or out of bounds; the message lists all of them
     * @throws BackplaneUnavailableException if there is no server, it is too old, it refuses the password, or a right is missing
     */
    public JedisBackplane connect() {
        RedisOptions options = RedisOptions.of(this);
        List<String> faults = new ArrayList<>(options.faults());
        Address where = address;
        if (where == null) {
            faults.add("the address of Redis is missing");
        } else if (where.deployment().kind() == Deployment.Kind.CLUSTER && database(where) != 0) {
            faults.add("a Redis Cluster has no databases, expected 0, not " + database(where));
        }
        if (where == null || !faults.isEmpty()) {
            throw new IllegalArgumentException("cannot connect to Redis: " + String.join("; ", faults));
        }
        Configs configs = Configs.of(where, config, sentinels, options.connectTimeout());
        JedisDriver driver = new JedisDriver(configs, options.connectTimeout(), Threads.of(executor));
        return new JedisBackplane(RedisCore.connect(driver, where.deployment(), options));
    }

    private int database(Address where) {
        Integer named = where.database();
        return named == null ? config.getDatabase() : named;
    }
}
