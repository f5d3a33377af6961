package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.core.RedisWire.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The three links to one server: one that publishes, one that subscribes, one for what is written down. Each breaks and
 * comes back by itself, so a slow reader that the server cuts off does not cost what is being published. The backplane is
 * connected when all three are.
 */
final class Links implements Link.Observer {
    /** In how many steps a silent link is found dead; see {@link Link}. */
    private static final int TICKS = 4;

    private final Control control;
    private final Watcher watcher;
    private final Canary canary;
    private final Subscriptions subscriptions;
    private final Duration tick;
    private final Link publishing;
    private final Link subscribing;
    private final Link store;
    private boolean ended;

    /** Hears what becomes of the links to one server. Called on the thread of {@link Control}. */
    interface Watcher {
        /** All three are up. */
        void up(Links links);

        /** One of them is lost. */
        void down(Links links);

        /** One of them could not be opened. */
        void failed(Links links, BackplaneUnavailableException why);

        /** One of them is not tried any more. */
        void gaveUp(Links links);
    }

    Links(Connector connector, Control control, RedisOptions options, Watcher watcher, Master master) {
        this.control = control;
        this.watcher = watcher;
        this.canary = master.canary();
        this.subscriptions = master.subscriptions();
        this.tick = options.patience().dividedBy(TICKS);
        this.publishing = new Link("publishing", Kind.COMMANDS, connector, control, options, master.queue(), this);
        this.subscribing =
                new Link("subscribing", Kind.SUBSCRIPTIONS, connector, control, options, subscriptions, this);
        this.store = new Link("store", Kind.COMMANDS, connector, control, options, master.store(), this);
        master.queue().onReply(publishing::heard);
        master.store().onReply(store::heard);
        subscriptions.onArrival(subscribing::heard);
    }

    /** Only on the thread of {@link Control}. */
    void begin() {
        all().forEach(Link::connect);
        control.after(tick, this::tick);
    }

    /** Only on the thread of {@link Control}. */
    boolean isUp() {
        return all().stream().allMatch(Link::isUp);
    }

    /** Ends all for ever. Done when the connections are closed. */
    CompletableFuture<Void> end(BackplaneUnavailableException why) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        control.execute(() -> {
            ended = true;
            CompletableFuture.allOf(all().stream().map(link -> link.end(why)).toArray(CompletableFuture<?>[]::new))
                    .whenComplete((done, error) -> closed.complete(null));
        });
        return closed;
    }

    /** A server that has taken over from another is found by one link first; the others must not stay behind. */
    @Override
    public void up(Link link) {
        if (link == subscribing) {
            canary.begin();
        }
        all().stream()
                .filter(other -> other.isElsewhere(link))
                .forEach(other -> other.lose("another server has taken over"));
        if (isUp()) {
            watcher.up(this);
        }
    }

    @Override
    public void down(Link link) {
        watcher.down(this);
    }

    @Override
    public void failed(Link link, BackplaneUnavailableException why) {
        watcher.failed(this, why);
    }

    @Override
    public void gaveUp(Link link) {
        if (!ended) {
            watcher.gaveUp(this);
        }
    }

    private List<Link> all() {
        return List.of(publishing, subscribing, store);
    }

    private void tick() {
        if (ended) {
            return;
        }
        all().forEach(Link::tick);
        if (subscribing.isUp()) {
            if (subscriptions.isStuck()) {
                subscribing.lose("the server does not confirm a subscription");
            } else if (canary.isMissing()) {
                subscribing.lose("what is published does not arrive");
            }
        }
        canary.send();
        control.after(tick, this::tick);
    }
}
