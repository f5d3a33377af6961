package io.carillon.limits;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.RegistryListener;
import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.ConnectionHandler;
import io.carillon.jakarta.HandshakeAuthenticator;
import io.carillon.limits.LimitsOptions.PerSecond;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client, one user, or all of them together may ask of this instance. One for each instance; it stands around the three places
 * where clients ask for something:
 *
 * <pre>{@code
 * TransportOptions options = TransportOptions.builder().authenticator(limits.authenticator(jwt)).build();  // the handshake
 * ConnectionRegistry registry = limits.registry(hub);                                                      // connections, joins
 * class Chat extends RegistryEndpoint { Chat() { super(registry, limits::handler); } }                     // messages
 * }</pre>
 *
 * <p><b>Guarantees.</b> A limit is never passed by a race. A place that was taken is given back when the connection is unregistered, when its
 * registration fails, or when it has not come within {@link #ARRIVAL}; what an instance that was killed held for a user in the cluster ends
 * by itself. What one client does costs only itself: its handshake, its join, its connection.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks.
 */
public final class Limits {
    /** Sent more messages than it may: the client should slow down. */
    public static final CloseReason TOO_MANY_MESSAGES = new CloseReason(4012, "too many messages");
    /** Sent more bytes than it may: the client should slow down. */
    public static final CloseReason TOO_MANY_BYTES = new CloseReason(4013, "too many bytes");
    /** Its user has as many connections as one may have. */
    public static final CloseReason TOO_MANY_CONNECTIONS = new CloseReason(4014, "too many connections");
    /** It has not said in time who it is. */
    public static final CloseReason UNAUTHENTICATED = new CloseReason(4015, "not authenticated");

    /** How long one who was let in has to come, from the handshake's answer to the registration: 10 s. Then its place is free again. */
    public static final Duration ARRIVAL = Duration.ofSeconds(10);

    /** What {@code Retry-After} says where the instance is full: 10 s. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

    final LimitsOptions options;
    final LimitsRuntime runtime;
    final Refused refused = new Refused();
    final Places places;
    final Arrivals arrivals;
    final ConcurrentMap<ConnectionId, LimitedConnection> registered = new ConcurrentHashMap<>();
    final InstanceGroups instanceGroups;
    /** Whether somebody has asked for the listener. */
    volatile boolean listens;

    private final @Nullable TokenBucket handshakes;
    private final @Nullable Rate messages;
    private final @Nullable Rate bytes;

    Limits(LimitsOptions options, LimitsRuntime runtime) {
        this.options = options;
        this.runtime = runtime;
        this.places = new Places(options, runtime);
        this.arrivals = new Arrivals(runtime, refused);
        this.instanceGroups = new InstanceGroups(options.instanceNewGroups(), runtime);
        PerSecond perSecond = options.handshakes();
        this.handshakes = perSecond == null ? null : new TokenBucket(perSecond.toRate(), runtime.nanoTime());
        this.messages = rate(options.messages());
        this.bytes = rate(options.bytes());
        if (options.userConnections() != null && options.values() == null) {
            LOG.warn(
                    "connections per user are limited on this instance only: no backplane was given, or it has no values");
        }
    }

    /**
     * A builder.
     *
     * @return a builder without any limit
     */
    public static LimitsBuilder builder() {
        return new LimitsBuilder();
    }

    /**
     * For an endpoint that asks nobody who it is. Its options then name an authenticator, so it needs a gate, and the attributes of its
     * connections are empty unless the application says otherwise.
     *
     * @return an authenticator that lets in everybody whom the limits let in
     */
    public HandshakeAuthenticator authenticator() {
        Authentication nobody = new Authentication(Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
        CompletionStage<Authentication> answer = CompletableFuture.completedStage(nobody);
        return new LimitedAuthenticator(this, handshakes, head -> answer, true);
    }

    /**
     * Limits the handshakes of an endpoint.
     *
     * @param delegate is asked when there is room
     * @return what to give to {@code TransportOptions}, the same for endpoint and gate
     */
    public HandshakeAuthenticator authenticator(HandshakeAuthenticator delegate) {
        return new LimitedAuthenticator(this, handshakes, delegate, false);
    }

    /**
     * Limits the connections and joins of a registry. What the application joins on its own account, past these limits, it asks of the
     * registry behind; what instances do there to each other's connections is counted with the help of {@link #listener}.
     *
     * <p>A join that is refused fails with {@link io.carillon.LimitExceededException}, and so does a registration, whose connection is closed
     * too. With a {@link JoinPolicy} a join takes as much longer as that does; what is asked for one connection still happens in the order in
     * which it was asked for.
     *
     * @param delegate the registry of this instance
     * @return a registry that does all that the other does
     */
    public ConnectionRegistry registry(ConnectionRegistry delegate) {
        return new LimitedRegistry(delegate, this);
    }

    /**
     * Limits what a connection sends. {@code limits::handler} goes to the constructor of {@code RegistryEndpoint}; with a
     * {@code ConnectionBinding} it goes around the handler.
     *
     * @param delegate what the application does with one connection
     * @return the same, within limits; serves one connection
     */
    public ConnectionHandler handler(ConnectionHandler delegate) {
        long now = runtime.nanoTime();
        return messages == null && bytes == null
                ? delegate
                : new LimitedHandler(
                        this,
                        delegate,
                        messages == null ? null : new TokenBucket(messages, now),
                        bytes == null ? null : new TokenBucket(bytes, now));
    }

    /**
     * Hears of joins that went past {@link #registry}, also from other instances, so that they count as groups of their connections. They are
     * not refused.
     *
     * @return a listener for the hub of this instance, beside the application's own
     */
    public RegistryListener listener() {
        listens = true;
        return new GroupListener(registered);
    }

    /**
     * How often each limit has refused something, since this was built.
     *
     * @return a snapshot with every limit
     */
    public Map<Limit, Long> refusals() {
        return refused.snapshot();
    }

    /**
     * How many of this instance's places are taken now, by connections and by handshakes under way.
     *
     * @return the number
     */
    public int connections() {
        return places.taken();
    }

    private static @Nullable Rate rate(@Nullable PerSecond perSecond) {
        return perSecond == null ? null : perSecond.toRate();
    }
}
