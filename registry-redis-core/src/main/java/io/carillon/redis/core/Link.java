package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, opened again and again. The driver's own reconnection is off: it would replay what was on its way
 * beside what is new, and cannot say what it has lost. A new connection counts only when the server has killed the former one
 * and everything that belongs to the link is proved to work on it.
 *
 * <p>Everything but {@link #heard()} runs on the thread of {@link Control}.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** After so many signs of life asked for, and none come, it is dead. */
    private static final int MOST_SILENT_TICKS = 4;
    /** A link that breaks sooner than that has not worked, and is not tried again at once. */
    private static final Duration STEADY = Duration.ofSeconds(5);

    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final int SPREAD_MILLIS = 50;

    /** What a link is for. Called on the thread of {@link Control}. */
    interface Use {
        /** Done when all that is needed is proved to work; it counts only then. */
        CompletionStage<Void> prepare(Wire wire, Server server);

        /** It counts from now on. */
        void up(Wire wire);

        /** It is lost, or what was prepared did not come to count. What waits for it ends now. */
        void down(BackplaneUnavailableException why);
    }

    /** Hears what becomes of a link. */
    interface Observer {
        void up(Link link);

        void down(Link link);

        void failed(Link link, BackplaneUnavailableException why);

        void gaveUp(Link link);
    }

    private enum State {
        DOWN,
        CONNECTING,
        UP,
        ENDED
    }

    private final String name;
    private final RedisWire.Kind kind;
    private final Connector connector;
    private final Control control;
    private final Attempts attempts;
    private final Duration connectTimeout;
    private final Use use;
    private final Observer observer;

    private State state = State.DOWN;
    /** Which attempt it is; what belongs to an earlier one is ignored. */
    private int attempt;

    private long upSince;
    private @Nullable Wire wire;
    private @Nullable Server former;
    private Runnable deadline = () -> {};
    private CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);
    private volatile int silentTicks;

    Link(
            String name,
            RedisWire.Kind kind,
            Connector connector,
            Control control,
            RedisOptions options,
            Use use,
            Observer observer) {
        this.name = name;
        this.kind = kind;
        this.connector = connector;
        this.control = control;
        this.attempts = new Attempts(options.backoff());
        this.connectTimeout = options.connectTimeout();
        this.use = use;
        this.observer = observer;
    }

    boolean isUp() {
        return state == State.UP;
    }

    /** Whether it counts, and is to another run of a server than this one. */
    boolean isElsewhere(Link other) {
        return isUp() && former != null && other.former != null && !former.run().equals(other.former.run());
    }

    /** Something has come from the server. */
    void heard() {
        silentTicks = 0;
    }

    /** Asks for a sign of life, and judges the silence since the last ones. */
    void tick() {
        Wire current = wire;
        if (state != State.UP || current == null) {
            return;
        }
        int silent = silentTicks;
        if (silent >= MOST_SILENT_TICKS) {
            lose("the server does not answer");
            return;
        }
        silentTicks = silent + 1;
        current.call("PING", List.of()).thenAccept(pong -> heard());
    }

    void connect() {
        if (state != State.DOWN) {
            return;
        }
        state = State.CONNECTING;
        int mine = ++attempt;
        var opening = connector.open(
                kind, () -> control.execute(() -> disconnected(mine))); // the driver's first time takes a while
        deadline = control.after(
                connectTimeout.multipliedBy(2),
                () -> failed(
                        mine, new BackplaneUnavailableException("no answer from Redis at " + connector.address())));
        opening.whenComplete((opened, error) -> control.execute(() -> opened(mine, opened, error)));
    }

    /** It does not count any more, whatever it still says. */
    void lose(String why) {
        if (state == State.UP) {
            LOG.warn("The {} link to Redis is lost: {}", name, why);
            long now = System.nanoTime();
            boolean steady = now - upSince > STEADY.toNanos();
            if (steady) {
                attempts.succeeded();
            } else {
                attempts.failed(now);
            }
            drop(new BackplaneUnavailableException("the link to Redis is lost: " + why));
            observer.down(this);
            next(steady ? Optional.of(spread()) : attempts.next(now));
        }
    }

    /** Ends it for ever. Done when the connection is closed. */
    CompletableFuture<Void> end(BackplaneUnavailableException why) {
        CompletableFuture<Void> closed = drop(why);
        state = State.ENDED;
        return closed;
    }

    private void opened(int mine, @Nullable Wire opened, @Nullable Throwable error) {
        if (opened == null) {
            failed(mine, error == null ? new IllegalStateException("no connection") : error);
            return;
        }
        if (mine != attempt || state != State.CONNECTING) {
            opened.closeAsync();
            return;
        }
        wire = opened;
        connector
                .identify(opened, kind, former)
                .thenCompose(server -> use.prepare(opened, server).thenApply(done -> server))
                .whenComplete((server, refused) -> control.execute(() -> prepared(mine, server, refused)));
    }

    private void prepared(int mine, @Nullable Server server, @Nullable Throwable error) {
        if (mine != attempt || state != State.CONNECTING || wire == null) {
            return;
        }
        if (server == null) {
            failed(mine, error == null ? new IllegalStateException("no server") : error);
            return;
        }
        deadline.run();
        state = State.UP;
        former = server;
        upSince = System.nanoTime();
        heard();
        use.up(wire);
        observer.up(this);
    }

    private void disconnected(int mine) {
        if (mine == attempt && state == State.UP) {
            lose("the connection was closed");
        } else {
            failed(
                    mine,
                    new BackplaneUnavailableException(
                            "Redis at " + connector.address() + " has closed the connection"));
        }
    }

    private void failed(int mine, Throwable error) {
        if (mine != attempt || state != State.CONNECTING) {
            return;
        }
        BackplaneUnavailableException why = RedisErrors.noLink(error, connector.address());
        drop(why);
        long now = System.nanoTime();
        int failures = attempts.failed(now);
        if (Integer.bitCount(failures) == 1) { // each time twice as rare
            LOG.warn("The {} link to Redis cannot be opened, attempt {}: {}", name, failures, why.getMessage());
        }
        observer.failed(this, why);
        next(attempts.next(now));
    }

    /** The next connection is opened only when this one is closed, so that nothing of this one is still being delivered. */
    private CompletableFuture<Void> drop(BackplaneUnavailableException why) {
        deadline.run();
        attempt++;
        Wire last = wire;
        wire = null;
        if (state != State.ENDED) {
            state = State.DOWN;
            use.down(why);
        }
        closing = last == null
                ? CompletableFuture.completedFuture(null)
                : last.closeAsync().completeOnTimeout(null, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        return closing;
    }

    private void next(Optional<Duration> delay) {
        if (delay.isEmpty()) {
            observer.gaveUp(this);
        } else if (state != State.ENDED) {
            closing.whenComplete((closed, error) -> control.after(delay.get(), this::connect));
        }
    }

    private static Duration spread() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
    }
}
