package io.carillon.redis;

import io.carillon.BackplaneUnavailableException;
import io.carillon.RegistryException;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.lettuce.core.RedisURI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Redis as the backplane: one for each instance.
 *
 * <pre>{@code
 * RedisBackplane backplane = RedisBackplane.connect("redis://localhost:6379");
 * }</pre>
 *
 * <p><b>Guarantees.</b> Those of {@link Backplane}; and on one server, without Sentinel, one order for all: every subscriber
 * of a subject sees the messages of all publishers in the same order. What was on its way when a link broke is not sent again:
 * its outcome is unknown. A link that is dead without saying so is found within the {@linkplain RedisBackplaneBuilder#patience
 * patience} and a quarter of it.
 *
 * <p><b>Threads.</b> Any thread may call; only {@link #connect(String)} and {@link #close()} block. Messages come, and stages
 * end, on the driver's threads; status is told on a thread named {@code carillon-redis}.
 *
 * <p><b>Errors.</b> Those of {@link PubSubSystem} and {@link MembershipStore}. No error shows a password.
 */
public final class RedisBackplane implements Backplane {
    private static final int TOKEN_BYTES = 12;
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final RedisOptions options;
    private final Driver driver;
    private final boolean totalOrder;
    private final Control control = new Control("carillon-redis");
    private final Control sender = new Control("carillon-redis-publish");
    private final ScriptCalls calls;
    private final Requests requests;
    private final RedisPubSubSystem pubSub;
    private final RedisMembershipStore membership;
    private final Links links;

    RedisBackplane(Driver driver, RedisURI uri, RedisOptions options) {
        this.options = options;
        this.driver = driver;
        this.totalOrder = uri.getSentinels().isEmpty();
        String token = token();
        RedisKeys keys = new RedisKeys(options.prefix());
        String inbox = keys.inbox(token);
        StatusBoard status = new StatusBoard(control);
        PublishQueue queue = new PublishQueue(inbox, sender, options);
        Subscriptions subscriptions = new Subscriptions();
        Canary canary = new Canary(queue, inbox);
        this.calls = new ScriptCalls(keys.scratch(token), inbox);
        this.requests = new Requests(token, calls, canary, control);
        subscriptions.keep(inbox, requests);
        Responders responders = new Responders(keys, subscriptions, calls, queue, options.maxMessageBytes());
        this.pubSub = new RedisPubSubSystem(
                keys, queue, subscriptions, requests, responders, status, options.maxMessageBytes());
        this.membership = new RedisMembershipStore(keys, calls);
        Connector connector = new Connector(driver.client(), uri);
        this.links = new Links(connector, control, options, status, queue, subscriptions, calls, canary);
    }

    /**
     * Connects to a server with the defaults.
     *
     * @param uri {@code redis://[user:password@]host[:port][/database]}, {@code rediss://…} for TLS with a check of the host's name, or
     *     {@code redis-sentinel://…}, as Lettuce's {@link RedisURI} has it
     * @return a backplane whose links work, to be closed when the hub is
     * @throws IllegalArgumentException if the address cannot be read
     * @throws BackplaneUnavailableException if there is no server, it is too old, it refuses the password, or a right is missing
     */
    public static RedisBackplane connect(String uri) {
        return builder().uri(uri).connect();
    }

    /**
     * A backplane with other options.
     *
     * @return a builder, which needs a {@linkplain RedisBackplaneBuilder#uri(String) URI}
     */
    public static RedisBackplaneBuilder builder() {
        return new RedisBackplaneBuilder();
    }

    RedisBackplane start() {
        try {
            var connected = links.start();
            if (options.brokerRequired()) {
                connected.join();
            }
            return this;
        } catch (CompletionException e) {
            close();
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
        calls.close();
        requests.close();
        links.end(new BackplaneUnavailableException("the backplane is closed"))
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
