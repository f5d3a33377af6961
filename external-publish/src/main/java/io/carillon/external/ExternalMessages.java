package io.carillon.external;

import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.spi.Backplane;
import io.carillon.spi.Connection;
import io.carillon.spi.ExternalChannels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings what any process publishes on a plain channel of the broker to the connections of a user, the members of a group, or everyone, on
 * whatever instance they are. One for each instance; each listens for its own connections:
 *
 * <pre>{@code
 * ExternalMessages external = ExternalMessages.builder(backplane).users("user_noti:").groups("room:").everyone("news").build();
 * Hub hub = Hub.builder().backplane(backplane).listener(external.listener()).start()...
 * external.start(hub);
 * }</pre>
 *
 * <p><b>Guarantees.</b> What is published on one channel by one publisher is offered to each connection that it is for once, in its order, from
 * when the broker has confirmed the subscription, which is a moment after a connection is registered or has joined. Nothing is kept: what is
 * published while a link is broken, or Redis or this instance away, is lost; publishers from outside number nothing, so nobody can say
 * how much. After a break the backplane restores the subscriptions. Who is in a group is what the registry tells: with {@code Hub}, who gets the
 * group's own messages on this instance gets these, and nobody else does, a moment after the registry is sure of it.
 *
 * <p><b>Threads.</b> Any thread may call any method; only {@link #close} blocks. What is published is read and offered on one thread of its own,
 * {@code carillon-external-messages}; subscriptions come and go on another, {@code carillon-external}.
 *
 * <p><b>Bounds.</b> So many messages, each of so many bytes, wait as the options say; beyond that the newest is dropped. Memory: a few
 * small objects for each connection, each user, and each group of a connection here.
 */
public final class ExternalMessages implements AutoCloseable {
    /** How often those are looked for who have gone without a word: every 30 s. */
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ExternalOptions options;
    private final Duration sweep;
    private final Counts counts = new Counts();
    private final Control control;
    private final Deliveries deliveries;
    private final Subscriber subscriber;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** What was told before the start. */
    private final List<Consumer<Presence>> early = new ArrayList<>();

    private @Nullable Presence presence;
    private Runnable timer = () -> {};

    ExternalMessages(ExternalOptions options, ExternalChannels channels) {
        this(options, channels, SWEEP, new Control());
    }

    ExternalMessages(ExternalOptions options, ExternalChannels channels, Duration sweep, Control control) {
        this.options = options;
        this.sweep = sweep;
        this.control = control;
        this.deliveries = new Deliveries(options, counts, control);
        this.subscriber = new Subscriber(options, channels, deliveries, counts, control);
    }

    /**
     * A builder.
     *
     * @param backplane the registry's own, with {@linkplain Backplane#channels() plain channels}
     * @return a builder for which nothing is for anybody yet
     */
    public static ExternalMessagesBuilder builder(Backplane backplane) {
        return new ExternalMessagesBuilder(backplane);
    }

    /**
     * Hears who comes and goes.
     *
     * @return for the registry of this instance, from its beginning, beside the application's own
     */
    public RegistryListener listener() {
        return new RegistryListener() {
            @Override
            public void connected(Member member) {
                tell(presence -> presence.connected(member));
            }

            @Override
            public void disconnected(Member member) {
                tell(presence -> presence.disconnected(member.id()));
            }

            @Override
            public void joined(Member member, String group) {
                tell(presence -> presence.joined(member, group));
            }

            @Override
            public void left(Member member, String group) {
                tell(presence -> presence.left(member, group));
            }
        };
    }

    /**
     * Begins to listen, for those who are here already too.
     *
     * @param registry the one that tells {@link #listener}; or what stands around it
     * @return done when everyone's channel, or the patterns, are confirmed; at once if there are none. It fails if they cannot be had, unless the
     *     policy is {@link SubscriptionPolicy#RETRY}: then close this. It fails with {@link IllegalStateException} if this is closed before.
     *     Do not block in what is chained to it
     * @throws IllegalStateException if it was started before
     */
    public CompletionStage<Void> start(ConnectionRegistry registry) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("started before, expected once");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = control.execute(() -> {
            if (closed.get()) { // what began behind the end would never be ended
                done.completeExceptionally(new IllegalStateException("closed before it was started"));
                return;
            }
            Presence begun = new Presence(options, subscriber, registry);
            presence = begun;
            CompletableFuture.allOf(listenAlways(begun, registry)).whenComplete((all, error) -> {
                if (error == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(error.getCause() == null ? error : error.getCause());
                }
            });
            early.forEach(event -> event.accept(begun));
            early.clear();
            sweepLater();
        });
        if (!taken) {
            done.completeExceptionally(new IllegalStateException("closed before it was started"));
        }
        return done.minimalCompletionStage();
    }

    /**
     * What became of things so far; for {@code CarillonMetrics.external}.
     *
     * @return a snapshot with every count
     */
    public Map<ExternalCount, Long> counts() {
        return counts.snapshot();
    }

    /**
     * Ends all subscriptions. Connections stay, and hear no more of this. What waits is still delivered, but this blocks for no longer than two
     * seconds. To be called after the registry has drained, and before its backplane is closed. Closing twice does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<Void> ended = new CompletableFuture<>();
        control.execute(() -> {
            timer.run();
            if (presence != null) {
                presence.end();
            }
            subscriber.end();
            ended.complete(null);
        });
        control.close();
        ended.completeOnTimeout(null, CLOSING.toMillis(), TimeUnit.MILLISECONDS).join();
        deliveries.close(CLOSING.toMillis());
    }

    private CompletableFuture<?>[] listenAlways(Presence begun, ConnectionRegistry registry) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        if (options.everyone() != null) {
            all.add(subscriber.listenToEveryone(options.everyone(), new Everyone(registry)));
        }
        if (options.byPattern() && options.users() != null) {
            all.add(subscriber.listenToAll(options.users(), begun::at));
        }
        if (options.byPattern() && options.groups() != null) {
            all.add(subscriber.listenToAll(options.groups(), begun::at));
        }
        return all.toArray(CompletableFuture<?>[]::new);
    }

    private void sweepLater() {
        timer = control.after(sweep, () -> {
            if (presence != null) {
                presence.sweep();
            }
            sweepLater();
        });
    }

    private void tell(Consumer<Presence> event) {
        control.execute(() -> {
            if (closed.get()) {
                return; // whoever comes behind the end would be listened for, and never ended
            }
            if (presence == null) {
                early.add(event);
            } else {
                event.accept(presence);
            }
        });
    }

    /**
     * All connections of this instance.
     *
     * @param registry has them
     */
    private record Everyone(ConnectionRegistry registry) implements Recipients {
        @Override
        public Target target() {
            return new Target.Everyone();
        }

        @Override
        public Iterator<Connection> connections() {
            return registry.connections().iterator();
        }
    }
}
