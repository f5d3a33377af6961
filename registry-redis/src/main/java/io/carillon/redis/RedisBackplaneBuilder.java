package io.carillon.redis;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.core.Deployment;
import io.carillon.redis.core.RedisCore;
import io.carillon.redis.core.RedisOptions;
import io.carillon.redis.core.RedisOptionsBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a {@link RedisBackplane}. Not safe for use by several threads. */
@SuppressWarnings("exports") // what is inherited is seen as this class's own, by the compiler and in the Javadoc
public final class RedisBackplaneBuilder extends RedisOptionsBuilder<RedisBackplaneBuilder> {
    private List<RedisURI> uris = List.of();
    private boolean clustered;
    private @Nullable RedisClient client;

    RedisBackplaneBuilder() {}

    /**
     * Where the server is. Required, here, as {@link #uri(RedisURI)} or as {@link #cluster(List)}.
     *
     * @param text {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…} for TLS with a check of the host's
     *     name; {@code redis-sentinel://…}, where Sentinels name the server; {@code redis-cluster://[user:password@]host[:port][,host[:port]…]}, or
     *     {@code rediss-cluster://…}, for a Redis Cluster, of which one node that can be reached is enough
     * @return this
     * @throws IllegalArgumentException if it cannot be read; the message does not repeat it, since it may hold a password
     */
    public RedisBackplaneBuilder uri(String text) {
        try {
            return ClusterAddress.isOne(text) ? cluster(ClusterAddress.parse(text)) : uri(RedisURI.create(text));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the address of Redis cannot be read, expected "
                            + "redis://[user:password@]host[:port], rediss://…, redis-sentinel://… or "
                            + "redis-cluster://[user:password@]host[:port],host[:port]…, with special characters percent-encoded");
        }
    }

    /**
     * Where the server is, or the Sentinels that name it. Required, here, as {@link #uri(String)} or as {@link #cluster(List)}.
     *
     * @param address host, port, user, password, TLS; copied. Its timeout does not count, see {@code connectTimeout}
     * @return this
     */
    public RedisBackplaneBuilder uri(RedisURI address) {
        this.uris = List.of(copy(address));
        this.clustered = false;
        return this;
    }

    /**
     * Where nodes of a Redis Cluster are. It names the others itself, and they must be reachable by those names. Required, here, as
     * {@link #uri(String)} or as {@link #uri(RedisURI)}.
     *
     * @param nodes one or more; copied. User, password and TLS of the first one are those for all nodes
     * @return this
     */
    public RedisBackplaneBuilder cluster(List<RedisURI> nodes) {
        this.uris = nodes.stream().map(RedisBackplaneBuilder::copy).toList();
        this.clustered = true;
        return this;
    }

    /**
     * A client of the application's own, for its threads and its options: the CA of {@code rediss://}, TCP, and the like. Who has
     * created it closes it. Its reconnection does not apply; the backplane has its own.
     *
     * @param own the client
     * @return this
     */
    public RedisBackplaneBuilder client(RedisClient own) {
        this.client = own;
        return this;
    }

    /**
     * Connects, and blocks until all links are proved to work.
     *
     * @return the backplane, to be closed when the hub is
     * @throws IllegalArgumentException if options are missing or out of bounds; the message lists all of them
     * @throws BackplaneUnavailableException if there is no server, it is too old, it refuses the password, or a right is missing
     */
    public RedisBackplane connect() {
        RedisOptions options = RedisOptions.of(this);
        List<String> faults = new ArrayList<>(options.faults());
        if (uris.isEmpty()) {
            faults.add("the address of Redis is missing");
        } else if (clustered && uris.get(0).getDatabase() != 0) {
            faults.add("a Redis Cluster has no databases, expected 0, not "
                    + uris.get(0).getDatabase());
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("cannot connect to Redis: " + String.join("; ", faults));
        }
        RedisURI first = uris.get(0);
        first.setTimeout(options.connectTimeout());
        first.getSentinels().forEach(sentinel -> sentinel.setTimeout(options.connectTimeout()));
        LettuceDriver driver = client == null
                ? LettuceDriver.own(first, options.connectTimeout())
                : LettuceDriver.beside(client, first, options.connectTimeout());
        return new RedisBackplane(RedisCore.connect(driver, deployment(first), options));
    }

    /** Lettuce's own copy leaves out the Sentinels. */
    private static RedisURI copy(RedisURI given) {
        RedisURI.Builder builder = RedisURI.builder(given);
        given.getSentinels()
                .forEach(sentinel ->
                        builder.withSentinel(RedisURI.builder(sentinel).build()));
        if (given.getSentinelMasterId() != null) {
            builder.withSentinelMasterId(given.getSentinelMasterId());
        }
        return builder.build();
    }

    private Deployment deployment(RedisURI first) {
        if (clustered) {
            return Deployment.cluster(uris.stream().map(LettuceDriver::address).toList());
        } else if (first.getSentinels().isEmpty()) {
            return Deployment.single(LettuceDriver.address(first));
        }
        return Deployment.sentinel(
                first.getSentinels().stream().map(LettuceDriver::address).toList(), first.getSentinelMasterId());
    }
}
