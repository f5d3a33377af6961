package io.carillon.redis;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.core.Backoff;
import io.carillon.redis.core.Deployment;
import io.carillon.redis.core.RedisCore;
import io.carillon.redis.core.RedisOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a {@link RedisBackplane}. Not safe for use by several threads. */
public final class RedisBackplaneBuilder {
    /** What all keys and channels begin with: {@value}. */
    public static final String DEFAULT_PREFIX = RedisOptions.DEFAULT_PREFIX;
    /** How long a connection may take to be opened: {@value} seconds. */
    public static final int DEFAULT_CONNECT_TIMEOUT_SECONDS = RedisOptions.DEFAULT_CONNECT_TIMEOUT_SECONDS;
    /** How long the server may be silent: {@value} seconds. */
    public static final int DEFAULT_PATIENCE_SECONDS = RedisOptions.DEFAULT_PATIENCE_SECONDS;
    /** The largest payload: {@value} bytes. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = RedisOptions.DEFAULT_MAX_MESSAGE_BYTES;
    /** How many messages may wait to be published: {@value}. */
    public static final int DEFAULT_QUEUE_MESSAGES = RedisOptions.DEFAULT_QUEUE_MESSAGES;
    /** How many bytes may wait to be published: {@value}. */
    public static final long DEFAULT_QUEUE_BYTES = RedisOptions.DEFAULT_QUEUE_BYTES;

    private List<RedisURI> uris = List.of();
    private boolean clustered;
    private @Nullable RedisClient client;
    private String prefix = DEFAULT_PREFIX;
    private Duration connectTimeout = Duration.ofSeconds(DEFAULT_CONNECT_TIMEOUT_SECONDS);
    private Duration patience = Duration.ofSeconds(DEFAULT_PATIENCE_SECONDS);
    private Backoff backoff = Backoff.FOR_EVER;
    private boolean brokerRequired = true;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private int queueMessages = DEFAULT_QUEUE_MESSAGES;
    private long queueBytes = DEFAULT_QUEUE_BYTES;

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
     * @param address host, port, user, password, TLS; copied. Its timeout does not count, see {@link #connectTimeout}
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
     * What all keys and channels begin with, so that several clusters share a server. It is followed by a colon, and what an ACL
     * allows is {@code ~prefix:*} and {@code &prefix:*}. The default is {@value #DEFAULT_PREFIX}.
     *
     * @param text 1 to 64 letters, digits, dots, colons, dashes or underscores
     * @return this
     */
    public RedisBackplaneBuilder prefix(String text) {
        this.prefix = text;
        return this;
    }

    /**
     * How long a connection may take to be opened; what has to be proved on it may take as long again. The default is 3 seconds.
     *
     * @param timeout 100 milliseconds to 1 hour
     * @return this
     */
    public RedisBackplaneBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = timeout;
        return this;
    }

    /**
     * How long the server may be silent before the link is given up. What waits for an answer ends then. It is asked for a sign of life
     * four times in that time. The default is 4 seconds, which is less than the hub's timeout for operations.
     *
     * @param silence 100 milliseconds to 1 hour
     * @return this
     */
    public RedisBackplaneBuilder patience(Duration silence) {
        this.patience = silence;
        return this;
    }

    /**
     * Ends reconnecting after so many attempts in a row, with {@link io.carillon.spi.PubSubSystem.Status#GAVE_UP}. The default is
     * to go on for ever, at most 2 seconds apart.
     *
     * @param attempts 1 or more
     * @param delay between two of them
     * @return this
     */
    public RedisBackplaneBuilder giveUpAfter(int attempts, Duration delay) {
        this.backoff = Backoff.limited(attempts, delay);
        return this;
    }

    /**
     * Whether the server must be there at the start. The default is yes. If not, {@link #connect()} returns at once, and goes on trying.
     *
     * @param required whether a start without it fails
     * @return this
     */
    public RedisBackplaneBuilder brokerRequired(boolean required) {
        this.brokerRequired = required;
        return this;
    }

    /**
     * The largest payload. All instances of a cluster should have the same. The default is 16 MiB.
     *
     * @param bytes 4,096 to 256 MiB
     * @return this
     */
    public RedisBackplaneBuilder maxMessageBytes(int bytes) {
        this.maxMessageBytes = bytes;
        return this;
    }

    /**
     * How much may wait to be published, and for the server's word on it; what comes on top is refused. The default is 65,536 messages
     * and 64 MiB.
     *
     * @param messages 1 or more
     * @param bytes at least the largest payload
     * @return this
     */
    public RedisBackplaneBuilder publishQueue(int messages, long bytes) {
        this.queueMessages = messages;
        this.queueBytes = bytes;
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
        RedisOptions options = new RedisOptions(
                prefix, connectTimeout, patience, backoff, brokerRequired, maxMessageBytes, queueMessages, queueBytes);
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
        first.setTimeout(connectTimeout);
        first.getSentinels().forEach(sentinel -> sentinel.setTimeout(connectTimeout));
        LettuceDriver driver = client == null
                ? LettuceDriver.own(first, connectTimeout)
                : LettuceDriver.beside(client, first, connectTimeout);
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
