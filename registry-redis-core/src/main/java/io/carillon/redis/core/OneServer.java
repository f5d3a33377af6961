package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem.Status;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server has everything; perhaps another one after a while, which a Sentinel names. */
final class OneServer implements Servers, Links.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(OneServer.class);

    private final Control control;
    private final StatusBoard status;
    private final boolean required;
    private final Master master;
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    OneServer(
            Connector connector, Control control, Control sender, RedisOptions options, StatusBoard status, Spot spot) {
        this.control = control;
        this.status = status;
        this.required = options.brokerRequired();
        this.master = new Master(connector, control, sender, options, new Subscriptions(), spot, this, reply -> {});
    }

    @Override
    public Master to(String name) {
        return master;
    }

    @Override
    public CompletableFuture<Void> start() {
        control.execute(master.links()::begin);
        return first;
    }

    @Override
    public CompletableFuture<Void> end(BackplaneUnavailableException why) {
        master.store().close();
        return master.links().end(why);
    }

    @Override
    public void up(Links links) {
        LOG.info("Connected to Redis");
        status.change(Status.CONNECTED);
        first.complete(null);
    }

    @Override
    public void down(Links links) {
        status.change(Status.DISCONNECTED);
    }

    @Override
    public void failed(Links links, BackplaneUnavailableException why) {
        if (required) {
            first.completeExceptionally(why);
        }
    }

    @Override
    public void gaveUp(Links links) {
        LOG.error("Gave up reconnecting to Redis");
        links.end(new BackplaneUnavailableException("the link to Redis is lost, and reconnecting was given up"));
        status.change(Status.GAVE_UP);
    }
}
