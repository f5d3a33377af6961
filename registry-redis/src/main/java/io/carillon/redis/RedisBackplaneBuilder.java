package io.carillon.redis;

import io.carillon.BackplaneUnavailableException;
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
    private @Nullable RedisURI uri;
    private @Nullable RedisClient client;

    RedisBackplaneBuilder() {}

    /**
     * Where the server is. Required, here or as {@link #uri(RedisURI)}.
     *
     * @param text {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…} for TLS with a check of the host's
     *     name, or {@code redis-sentinel://…}
     * @return this
     * @throws IllegalArgumentException if it cannot be read; the message does not repeat it, since it may hold a password
     */
    public RedisBackplaneBuilder uri(String text) {
        try {
            return uri(RedisURI.create(text));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the address of Redis cannot be read, expected "
                    + "redis://[user:password@]host[:port] or rediss://…, with special characters percent-encoded");
        }
    }

    /**
     * Where the server is. Required, here or as {@link #uri(String)}.
     *
     * @param address host, port, user, password, TLS; copied. Its timeout does not count, see {@link #connectTimeout}
     * @return this
     */
    public RedisBackplaneBuilder uri(RedisURI address) {
        this.uri = RedisURI.builder(address).build();
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
        RedisURI address = uri;
        if (address == null) {
            faults.add("the address of Redis is missing");
        }
        if (address == null || !faults.isEmpty()) {
            throw new IllegalArgumentException("cannot connect to Redis: " + String.join("; ", faults));
        }
        address.setTimeout(options.connectTimeout());
        LettuceDriver driver = client == null
                ? LettuceDriver.own(address, options.connectTimeout())
                : LettuceDriver.beside(client, address, options.connectTimeout());
        return new RedisBackplane(RedisCore.connect(driver, driver.address(), !driver.isBehindSentinel(), options));
    }
}
