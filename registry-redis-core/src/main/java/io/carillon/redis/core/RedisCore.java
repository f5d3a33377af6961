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
import java.util.concurrent.atomic.AtomicBoolean;

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
    private final Deployment.Kind kind;
    private final Control control = new Control("carillon-redis");
    private final Control sender = new Control("carillon-redis-publish");
    private final Requests requests;
    private final RedisPubSubSystem pubSub;
    private final RedisMembershipStore membership;
    private final RedisClusterValues values;
    private final RedisChannels channels;
    private final Servers servers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedisCore(RedisDriver driver, Deployment deployment, RedisOptions options) {
        this.options = options;
        this.driver = driver;
        this.kind = deployment.kind();
        String token = token();
        RedisKeys keys = new RedisKeys(options.prefix());
        StatusBoard status = new StatusBoard(control);
        this.servers = servers(deployment, status, keys, token);
        ScriptCalls calls = new ScriptCalls(servers, control);
        this.requests = new Requests(token, calls, control);
        servers.to(keys.inbox(token)).subscriptions().keep(keys.inbox(token), requests);
        Responders responders = new Responders(keys, servers, calls, options.maxMessageBytes());
        this.pubSub = new RedisPubSubSystem(
                keys, keys.inbox(token), servers, requests, responders, status, options.maxMessageBytes());
        this.membership = new RedisMembershipStore(keys, calls);
        this.values = new RedisClusterValues(keys, calls);
        this.channels = new RedisChannels(keys.own(), servers);
    }

    /**
     * Connects, and blocks until all links are proved to work.
     *
     * @param driver opens connections; closed with the backplane, and also if this fails
     * @param deployment what kind of Redis it is, and where to begin
     * @param options without {@linkplain RedisOptions#faults() faults}
     * @return a backplane whose links work, or are still tried if the broker is not required
     * @throws BackplaneUnavailableException if there is no server, it is too old or of another kind, it refuses the password, or a right is missing
     */
    public static RedisCore connect(RedisDriver driver, Deployment deployment, RedisOptions options) {
        RedisCore core = new RedisCore(driver, deployment, options);
        try {
            var connected = core.servers.start();
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

    /** A plain {@code PUBLISH} on any node of a Cluster reaches all who are subscribed at any other. */
    @Override
    public Optional<ExternalChannels> channels() {
        return Optional.of(channels);
    }

    /** One server gives all messages one order; one that takes over from another does not, and several do not. */
    @Override
    public Set<Capability> capabilities() {
        return kind == Deployment.Kind.SINGLE ? Set.of(Capability.TOTAL_ORDER) : Set.of();
    }

    @Override
    public int maxMessageBytes() {
        return options.maxMessageBytes();
    }

    /** Once: a second time, there is no thread any more that could say that the links are closed. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        requests.close();
        servers.end(new BackplaneUnavailableException("the backplane is closed"))
                .completeOnTimeout(null, CLOSING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        control.close();
        sender.close();
        driver.close();
    }

    private Servers servers(Deployment deployment, StatusBoard status, RedisKeys keys, String token) {
        if (kind == Deployment.Kind.CLUSTER) {
            return new Cluster(driver, deployment.addresses(), control, sender, options, status, keys, token);
        }
        Whereabouts place = kind == Deployment.Kind.SENTINEL
                ? new Sentinels(
                        driver,
                        new Inquiry(options.connectTimeout(), control),
                        deployment.addresses(),
                        deployment.master())
                : Whereabouts.fixed(deployment.addresses().get(0));
        Connector connector = new Connector(driver, place, false);
        return new OneServer(connector, control, sender, options, status, keys.spot(token, 0));
    }

    /** Names nobody but this backplane. */
    private static String token() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
