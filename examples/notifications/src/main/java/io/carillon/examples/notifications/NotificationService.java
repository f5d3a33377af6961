package io.carillon.examples.notifications;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.Overflow;
import io.carillon.RegistryListener;
import io.carillon.external.ExternalMessages;
import io.carillon.external.ExternalMessagesBuilder;
import io.carillon.health.HealthCheck;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.jakarta.TransportOptions;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.KeySet;
import io.carillon.jwt.Tickets;
import io.carillon.jwt.VerificationKey;
import io.carillon.limits.Limits;
import io.carillon.local.Hub;
import io.carillon.micrometer.CarillonMetrics;
import io.carillon.micrometer.TransportMetrics;
import io.carillon.redis.jedis.JedisBackplane;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Status;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;

/** One instance of the service, put together. */
final class NotificationService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** A drain spreads the closing over four fifths of its time: a hundred a second, where there is time for it. */
    private static final Duration GENTLY = Duration.ofMillis(12);

    /** What is to be closed, the last first. */
    private final Deque<Runnable> open = new ArrayDeque<>();

    private final Settings settings;
    private final CarillonMetrics metrics = new CarillonMetrics();
    private final TransportMetrics transport = new TransportMetrics();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Limits limits;
    private final Alerts alerts;
    private final Duration gently;
    private int port;

    private NotificationService(Settings settings, Alerts alerts, Duration gently) {
        this.settings = settings;
        this.alerts = alerts;
        this.gently = gently;
        this.limits = Limits.builder().connections(settings.maxConnections()).build();
        metrics.limits(limits::refusals);
        transport.bindTo(meters);
    }

    /**
     * Starts an instance.
     *
     * @param alerts is told how it is
     * @param gaveUp is told, on a thread of its own, when Redis has not come back in time; the instance then is of no use any more
     * @throws StartupException if it cannot start, in words for its operator
     */
    static NotificationService start(Settings settings, Alerts alerts, Runnable gaveUp) throws StartupException {
        return start(settings, alerts, gaveUp, GENTLY);
    }

    /** The same, with another time for each connection when it leaves. */
    static NotificationService start(Settings settings, Alerts alerts, Runnable gaveUp, Duration gently)
            throws StartupException {
        settings.withoutEffect().forEach(LOG::warn);
        NotificationService service = new NotificationService(settings, alerts, gently);
        try {
            service.start(gaveUp);
            return service;
        } catch (StartupException | RuntimeException e) {
            service.closeAll();
            throw e;
        }
    }

    private void start(Runnable gaveUp) throws StartupException {
        Backplane redis = metrics.observe(connect(settings.redis()));
        open.push(redis::close);
        redis.pubSub().onStatus(status -> {
            if (status == Status.GAVE_UP) {
                new Thread(gaveUp, "gave-up").start();
            }
        });
        // Closed after the hub and before Redis: until then the status pages answer.
        NotificationServer[] server = new NotificationServer[1];
        open.push(() -> {
            if (server[0] != null) {
                server[0].close();
            }
        });
        ExternalMessages external = external(redis);
        Hub hub = hub(redis, external);
        open.push(hub::close);
        open.push(external::close);
        listen(external, hub);
        metrics.external(external::counts);
        metrics.bindTo(meters);
        Counters counters = new Counters(external);
        counters.bindTo(meters);
        ConnectionRegistry registry = metrics.observe(hub);
        open.push(() -> sayGoodBye(registry));
        server[0] = serve(redis, registry, counters);
        port = server[0].port();
        LOG.atInfo().addKeyValue("port", port).log("Ready");
    }

    private static Backplane connect(Settings.Redis redis) throws StartupException {
        DefaultJedisClientConfig.Builder config =
                DefaultJedisClientConfig.builder().database(redis.database());
        redis.password().ifPresent(password -> config.password(password.reveal()));
        try {
            return JedisBackplane.builder()
                    .uri((redis.tls() ? "rediss://" : "redis://") + redis.host() + ":" + redis.port())
                    .clientConfig(config.build())
                    .giveUpAfter(redis.attempts(), redis.delay())
                    .connect();
        } catch (IllegalArgumentException e) {
            throw new StartupException("REDIS_HOST is no host name", e);
        } catch (BackplaneUnavailableException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private ExternalMessages external(Backplane redis) {
        ExternalMessagesBuilder external =
                ExternalMessages.builder(redis).users(Notifications.PREFIX).reader(new Notifications());
        return (settings.redis().pattern() ? external.byPattern() : external).build();
    }

    private Hub hub(Backplane redis, ExternalMessages external) throws StartupException {
        RegistryListener listener = new RegistryListener() {
            @Override
            public void healthChanged(Health health) {
                alerts.healthChanged(health);
            }
        };
        try {
            Hub hub = Hub.builder()
                    .backplane(redis)
                    .name("notifications")
                    .listener(metrics.listener())
                    .listener(limits.listener())
                    .listener(external.listener())
                    .listener(listener)
                    .start()
                    .toCompletableFuture()
                    .join();
            Logs.name(hub.instanceId().value());
            return hub;
        } catch (CompletionException e) {
            throw new StartupException("Redis does not do what is needed: " + e.getCause(), e);
        }
    }

    private static void listen(ExternalMessages external, Hub hub) throws StartupException {
        try {
            external.start(hub).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new StartupException("cannot subscribe to " + Notifications.PREFIX + "*: " + e.getCause(), e);
        }
    }

    private NotificationServer serve(Backplane redis, ConnectionRegistry hub, Counters counters)
            throws StartupException {
        Tickets tickets = new Tickets(redis.values().orElseThrow());
        JwtAuthenticator authenticator = JwtAuthenticator.builder(KeySet.of(VerificationKey.ofSecret(
                        Optional.empty(), "HS256", settings.jwtSecret().reveal().getBytes(StandardCharsets.UTF_8))))
                .tickets(tickets)
                .tokenParameter("token")
                .build();
        Settings.Clients clients = settings.clients();
        TransportOptions options = TransportOptions.builder()
                .authenticator(limits.authenticator(authenticator))
                .originPolicy(clients.originPolicy())
                .health(hub::health)
                .listener(transport)
                .pingInterval(clients.pingInterval())
                .pongTimeout(clients.pongWait())
                .sendTimeout(clients.writeWait())
                .maxMessageBytes(clients.maxMessageSize())
                .overflow(Overflow.Policy.DROP_NEWEST)
                .build();
        ConnectionRegistry registry = limits.registry(hub);
        Dispatcher<JakartaConnection> incoming = new Dispatcher<>();
        StatusPages status = new StatusPages(new HealthCheck(hub, redis), meters, counters);
        return NotificationServer.start(
                settings.host(),
                settings.port(),
                new HttpPages(status, authenticator, tickets),
                RegistryEndpoint.config(
                        NotificationEndpoint.PATH,
                        options,
                        () -> new NotificationEndpoint(registry, limits::handler, incoming, counters)));
    }

    int port() {
        return port;
    }

    /**
     * Takes in nobody any more, and closes the connections one after the other, while they still get what is published; then ends the
     * subscriptions, the hub, and HTTP. Blocks until that is done, but not for longer than 25 seconds. Closing twice does nothing.
     */
    @Override
    public void close() {
        LOG.info("Leaving");
        closeAll();
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("A part could not be closed", e);
            }
        }
    }

    private void sayGoodBye(ConnectionRegistry registry) {
        Duration time = timeToLeave(registry.localCount());
        registry.drain(time)
                .toCompletableFuture()
                .orTimeout(time.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.warn("Some may be cut off without a good-bye: {}", failure.toString());
                    return null;
                })
                .join();
    }

    private Duration timeToLeave(int connections) {
        Duration all = gently.multipliedBy(connections);
        return all.compareTo(PATIENCE) < 0 ? PATIENCE : all.compareTo(LONGEST) > 0 ? LONGEST : all;
    }
}
