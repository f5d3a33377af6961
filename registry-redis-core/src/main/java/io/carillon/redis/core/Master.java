package io.carillon.redis.core;

import java.util.function.Consumer;

/** One server that takes writes: what goes over each of the three links to it, and the links. */
final class Master {
    private final PublishQueue queue;
    private final Subscriptions subscriptions;
    private final StoreCalls store;
    private final Canary canary;
    private final Links links;
    private volatile Spot spot;

    /**
     * With links that are not begun yet.
     *
     * @param subscriptions those on this server
     * @param spot of this server's, on which it is proved that the links work
     * @param watcher hears what becomes of the links
     * @param misled hears what the server says when something that was sent here is not here
     */
    Master(
            Connector connector,
            Control control,
            Control sender,
            RedisOptions options,
            Subscriptions subscriptions,
            Spot spot,
            Links.Watcher watcher,
            Consumer<String> misled) {
        this.spot = spot;
        this.queue = new PublishQueue(this::spot, sender, options, misled);
        this.subscriptions = subscriptions;
        this.store = new StoreCalls(this::spot);
        this.canary = new Canary(queue, this::spot);
        this.links = new Links(connector, control, options, watcher, this);
        subscriptions.onMisled(misled);
        subscriptions.keep(spot.channel(), canary);
    }

    PublishQueue queue() {
        return queue;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    StoreCalls store() {
        return store;
    }

    Canary canary() {
        return canary;
    }

    Links links() {
        return links;
    }

    Spot spot() {
        return spot;
    }

    /** The former spot is not this server's any more. Only on the thread of {@link Control}. */
    void prove(Spot next) {
        subscriptions.drop(spot.channel());
        spot = next;
        canary.begin();
        subscriptions.keep(next.channel(), canary);
    }
}
