package io.carillon.redis.core;

import io.carillon.spi.PubSubSystem.Listener;

/** One server that takes writes: what goes over each of the three links to it, and the links. */
final class Master {
    private final PublishQueue queue;
    private final Subscriptions subscriptions = new Subscriptions();
    private final StoreCalls store;
    private final Canary canary;
    private final String inbox;
    private final Links links;

    /**
     * With links that are not begun yet.
     *
     * @param inbox a channel of this server's, on which it is proved that the links work
     * @param scratch a key of this server's, on which rights are tried out
     */
    Master(
            Connector connector,
            Control control,
            Control sender,
            RedisOptions options,
            StatusBoard status,
            String inbox,
            String scratch) {
        this.inbox = inbox;
        this.queue = new PublishQueue(inbox, sender, options);
        this.store = new StoreCalls(scratch, inbox);
        this.canary = new Canary(queue, inbox);
        this.links = new Links(connector, control, options, status, this);
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

    /** Who gets what comes into the inbox, from the first link on. */
    void receive(Listener listener) {
        subscriptions.keep(inbox, listener);
    }
}
