package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.core.RedisWire.Kind;
import io.carillon.spi.PubSubSystem.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three links to one server: one that publishes, one that subscribes, one for what is written down. Each breaks and
 * comes back by itself, so a slow reader that the server cuts off does not cost what is being published. The backplane is
 * connected when all three are.
 */
final class Links implements Link.Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    /** In how many steps a silent link is found dead; see {@link Link}. */
    private static final int TICKS = 4;

    private final Control control;
    private final StatusBoard status;
    private final Canary canary;
    private final Subscriptions subscriptions;
    private final Duration tick;
    private final boolean required;
    private final Link publishing;
    private final Link subscribing;
    private final Link store;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private boolean ended;

    Links(Connector connector, Control control, RedisOptions options, StatusBoard status, Master master) {
        this.control = control;
        this.status = status;
        this.canary = master.canary();
        this.subscriptions = master.subscriptions();
        this.tick = options.patience().dividedBy(TICKS);
        this.required = options.brokerRequired();
        this.publishing = new Link("publishing", Kind.COMMANDS, connector, control, options, master.queue(), this);
        this.subscribing =
                new Link("subscribing", Kind.SUBSCRIPTIONS, connector, control, options, subscriptions, this);
        this.store = new Link("store", Kind.COMMANDS, connector, control, options, master.store(), this);
        master.queue().onReply(publishing::heard);
        master.store().onReply(store::heard);
        subscriptions.onArrival(subscribing::heard);
    }

    /** Done when all are up; failed at the first failure, if the broker is required. */
    CompletableFuture<Void> start() {
        control.execute(() -> {
            all().forEach(Link::connect);
            control.after(tick, this::tick);
        });
        return first;
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

    @Override
    public void up(Link link) {
        if (link == subscribing) {
            canary.begin();
        }
        if (all().stream().allMatch(Link::isUp)) {
            LOG.info("Connected to Redis");
            status.change(Status.CONNECTED);
            first.complete(null);
        }
    }

    @Override
    public void down(Link link) {
        status.change(Status.DISCONNECTED);
    }

    @Override
    public void failed(Link link, BackplaneUnavailableException why) {
        if (required) {
            first.completeExceptionally(why);
        }
    }

    @Override
    public void gaveUp(Link link) {
        if (!ended) {
            LOG.error("Gave up reconnecting to Redis");
            end(new BackplaneUnavailableException("the link to Redis is lost, and reconnecting was given up"));
            status.change(Status.GAVE_UP);
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
