package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.RegistryException;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The backplane over Redis, less its driver.
 *
 * <p><b>Guarantees.</b> Those of {@link Backplane}. What was on its way when a link broke is not sent again: its outcome is unknown. A link that is
 * dead without saying so is found within the {@linkplain RedisOptions#patience patience} and a quarter of it.
 *
 * <p><b>Threads.</b> Any thread may call; only {@link #connect} and {@link #close()} block. Messages come, and stages end, on the driver's
 * threads; status is told on a thread named {@code carillon-redis}.
 */
public final class RedisCore implements Backplane {
    private static final int TOKEN_BYTES = 12;
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final RedisOptions options;
    private final RedisDriver driver;
    private final boolean totalOrder;
    private final Control control = new Control("carillon-redis");
    private final Control sender = new Control("carillon-redis-publish");
    private final Requests requests;
    private final RedisPubSubSystem pubSub;
    private final RedisMembershipStore membership;
    private final RedisClusterValues values;
    private final RedisChannels channels;
    private final Master master;

    private RedisCore(RedisDriver driver, String address, boolean totalOrder, RedisOptions options) {
        this.options = options;
        this.driver = driver;
        this.totalOrder = totalOrder;
        String token = token();
        RedisKeys keys = new RedisKeys(options.prefix());
        StatusBoard status = new StatusBoard(control);
        Connector connector = new Connector(driver, address);
        this.master = new Master(connector, control, sender, options, status, keys.inbox(token), keys.scratch(token));
        Routes routes = Routes.one(master);
        ScriptCalls calls = new ScriptCalls(routes);
        this.requests = new Requests(token, calls, master.canary(), control);
        master.receive(requests);
        Responders responders = new Responders(keys, routes, calls, options.maxMessageBytes());
        this.pubSub = new RedisPubSubSystem(
                keys, keys.inbox(token), routes, requests, responders, status, options.maxMessageBytes());
        this.membership = new RedisMembershipStore(keys, calls);
        this.values = new RedisClusterValues(keys, calls);
        this.channels = new RedisChannels(keys.own(), master.subscriptions());
    }

    /**
     * Connects, and blocks until all links are proved to work.
     *
     * @param driver opens connections; closed with the backplane, and also if this fails
     * @param address where the server is, in a form that the driver knows, and without a password
     * @param totalOrder whether it is always the same server
     * @param options without {@linkplain RedisOptions#faults() faults}
     * @return a backplane whose links work, or are still tried if the broker is not required
     * @throws BackplaneUnavailableException if there is no server, it is too old, it refuses the password, or a right is missing
     */
    public static RedisCore connect(RedisDriver driver, String address, boolean totalOrder, RedisOptions options) {
        RedisCore core = new RedisCore(driver, address, totalOrder, options);
        try {
            var connected = core.master.links().start();
            if (options.brokerRequired()) {
                connected.join();
            }
            return core;
        } catch (CompletionException e) {
            core.close();
            throw e.getCause() instanceof RegistryException known ? known : e;
        }
    }

    @Override
    public PubSubSystem pubSub() {
        return pubSub;
    }

    @Override
    public MembershipStore membership() {
        return membership;
    }

    @Override
    public Optional<ClusterValues> values() {
        return Optional.of(values);
    }

    /** A plain {@code PUBLISH} reaches all who are subscribed at the one server that takes writes. */
    @Override
    public Optional<ExternalChannels> channels() {
        return Optional.of(channels);
    }

    /** One server gives all messages one order; one that takes over from another does not. */
    @Override
    public Set<Capability> capabilities() {
        return totalOrder ? Set.of(Capability.TOTAL_ORDER) : Set.of();
    }

    @Override
    public int maxMessageBytes() {
        return options.maxMessageBytes();
    }

    @Override
    public void close() {
        master.store().close();
        requests.close();
        master.links()
                .end(new BackplaneUnavailableException("the backplane is closed"))
                .completeOnTimeout(null, CLOSING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        control.close();
        sender.close();
        driver.close();
    }

    /** Names nobody but this backplane. */
    private static String token() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
