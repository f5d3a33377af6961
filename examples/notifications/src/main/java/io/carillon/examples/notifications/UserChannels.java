package io.carillon.examples.notifications;

import io.carillon.CloseReason;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the channels {@code user_noti:<user>} of those who are here: from a user's first connection on, until the last has gone. Or to
 * all such channels by one pattern, as the original does; then every instance hears what is for any user.
 *
 * <p><b>Threads.</b> Any. Nothing blocks but {@link #close}.
 */
final class UserChannels implements AutoCloseable {
    static final String PREFIX = "user_noti:";

    private static final Logger LOG = LoggerFactory.getLogger(UserChannels.class);

    private final ExternalChannels channels;
    private final BiConsumer<byte[], Collection<JakartaConnection>> heard;
    private final ConcurrentMap<String, Listening> users = new ConcurrentHashMap<>();
    private final CompletableFuture<Subscription> pattern = new CompletableFuture<>();
    private final boolean byPattern;

    private UserChannels(
            ExternalChannels channels, boolean byPattern, BiConsumer<byte[], Collection<JakartaConnection>> heard) {
        this.channels = channels;
        this.byPattern = byPattern;
        this.heard = heard;
    }

    /**
     * Begins. With the pattern, done when that is subscribed to.
     *
     * @param heard gets what was published, and the user's connections here; it must neither block nor work
     */
    static CompletionStage<UserChannels> start(
            ExternalChannels channels, boolean byPattern, BiConsumer<byte[], Collection<JakartaConnection>> heard) {
        UserChannels started = new UserChannels(channels, byPattern, heard);
        if (!byPattern) {
            return CompletableFuture.completedStage(started);
        }
        return channels.subscribePattern(PREFIX + "*", started::heardByPattern).thenApply(subscription -> {
            started.pattern.complete(subscription);
            return started;
        });
    }

    private void heardByPattern(String channel, byte[] payload) {
        Listening listening = users.get(channel.substring(PREFIX.length()));
        heard.accept(payload, listening == null ? List.of() : listening.connections);
    }

    /** A connection is there, and is to get what is for its user. If that cannot be, it is closed, and its client comes back. */
    void enter(JakartaConnection connection) {
        Listening listening = users.compute(user(connection), (name, known) -> {
            Listening one = known == null ? new Listening(name) : known;
            one.connections.add(connection);
            return one;
        });
        if (!byPattern) {
            listening.subscribe().exceptionally(failure -> {
                LOG.atWarn()
                        .addKeyValue("connection", connection.id())
                        .addKeyValue("user", listening.user)
                        .log("Cannot listen to the channel of a user: {}", failure.getMessage());
                connection.close(CloseReason.TRY_AGAIN_LATER);
                return null;
            });
        }
    }

    /** A connection has gone. */
    void leave(JakartaConnection connection) {
        users.computeIfPresent(user(connection), (name, listening) -> {
            listening.connections.remove(connection);
            if (!listening.connections.isEmpty()) {
                return listening;
            }
            listening.end();
            return null;
        });
    }

    private static String user(JakartaConnection connection) {
        return connection.user().orElseThrow();
    }

    /** Ends all that is subscribed to. Those who are here stay connected, and hear no more. */
    @Override
    public void close() {
        if (byPattern) {
            pattern.join().close();
        }
        users.values().forEach(Listening::end);
    }

    /**
     * One user's presence here. Who comes when the last has left begins another one, with a subscription of its own, so nobody waits for
     * the end of the old one.
     */
    private final class Listening {
        private final String user;
        private final Collection<JakartaConnection> connections = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        Listening(String user) {
            this.user = user;
        }

        CompletableFuture<Subscription> subscribe() {
            if (begun.compareAndSet(false, true)) {
                channels.subscribe(PREFIX + user, (channel, payload) -> heard.accept(payload, connections))
                        .whenComplete((done, failure) -> {
                            if (failure == null) {
                                subscription.complete(done);
                            } else {
                                subscription.completeExceptionally(failure);
                            }
                        });
            }
            return subscription;
        }

        void end() {
            if (!begun.compareAndSet(false, true)) {
                subscription.thenCompose(Subscription::close).exceptionally(failure -> {
                    LOG.debug("A subscription could not be ended; the link has gone, and it with it", failure);
                    return null;
                });
            }
        }
    }
}
