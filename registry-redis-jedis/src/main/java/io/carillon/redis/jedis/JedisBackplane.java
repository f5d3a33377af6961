package io.carillon.redis.jedis;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.core.RedisCore;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.util.Optional;
import java.util.Set;

/**
 * Redis as the backplane, by way of Jedis: one for each instance. It writes the same keys and sends the same messages as the one over Lettuce, so
 * that instances with either share one Redis.
 *
 * <pre>{@code
 * JedisBackplane backplane = JedisBackplane.connect("redis://localhost:6379");
 * }</pre>
 *
 * <p><b>Guarantees.</b> Those of {@link Backplane}. With one server there is one order for all: every subscriber of a subject sees the messages of all
 * publishers in the same order. Sentinels and a Cluster do not promise that. What was on its way when a link broke is not sent again: its outcome is unknown. A link that is dead without saying so is found
 * within the {@code patience} and a quarter of it.
 *
 * <p><b>Threads.</b> Any thread may call; only {@link #connect(String)} and {@link #close()} block. Messages come, and stages end, on threads of
 * the {@linkplain JedisBackplaneBuilder#executor executor}; status is told on a thread named {@code carillon-redis}.
 *
 * <p><b>Errors.</b> Those of {@link PubSubSystem} and {@link MembershipStore}. No error shows a password.
 */
public final class JedisBackplane implements Backplane {
    private final RedisCore core;

    JedisBackplane(RedisCore core) {
        this.core = core;
    }

    /**
     * Connects with the defaults.
     *
     * @param uri {@code redis://[user:password@]host[:port][/database]}, or any other that {@link JedisBackplaneBuilder#uri} takes
     * @return a backplane whose links work, to be closed when the hub is
     * @throws IllegalArgumentException if the address cannot be read
     * @throws BackplaneUnavailableException if there is no server, it is too old, it refuses the password, or a right is missing
     */
    public static JedisBackplane connect(String uri) {
        return builder().uri(uri).connect();
    }

    /**
     * A backplane with other options.
     *
     * @return a builder, which needs a {@linkplain JedisBackplaneBuilder#uri URI}
     */
    public static JedisBackplaneBuilder builder() {
        return new JedisBackplaneBuilder();
    }

    @Override
    public PubSubSystem pubSub() {
        return core.pubSub();
    }

    @Override
    public MembershipStore membership() {
        return core.membership();
    }

    @Override
    public Optional<ClusterValues> values() {
        return core.values();
    }

    @Override
    public Optional<ExternalChannels> channels() {
        return core.channels();
    }

    @Override
    public Set<Capability> capabilities() {
        return core.capabilities();
    }

    @Override
    public int maxMessageBytes() {
        return core.maxMessageBytes();
    }

    @Override
    public void close() {
        core.close();
    }
}
