package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a Redis Cluster, each with its own links. It counts as connected when every slot is served, every link to every master is up, and every
 * subscription is confirmed on the master of its slot.
 *
 * <p>Any thread may ask for a route. Everything else runs on the thread of {@link Control}.
 */
final class Cluster implements Servers, Links.Watcher, SlotWatch.User {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final RedisDriver driver;
    private final Control control;
    private final Control sender;
    private final RedisOptions options;
    private final StatusBoard status;
    private final RedisKeys keys;
    private final String token;
    private final SlotWatch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Master> masters = new ConcurrentHashMap<>();
    /** Has what belongs to slots that nobody serves. Its links are never begun. */
    private final Master nobody;

    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile Master[] bySlot = new Master[Slots.COUNT];
    private SlotMap map = SlotMap.NONE;
    private final Attempts attempts;
    private boolean ended;

    Cluster(
            RedisDriver driver,
            List<String> seeds,
            Control control,
            Control sender,
            RedisOptions options,
            StatusBoard status,
            RedisKeys keys,
            String token) {
        this.driver = driver;
        this.control = control;
        this.sender = sender;
        this.options = options;
        this.status = status;
        this.keys = keys;
        this.token = token;
        this.attempts = new Attempts(options.backoff());
        this.watch = new SlotWatch(driver, new Inquiry(options.connectTimeout(), control), control, seeds, this);
        this.nobody = master("nobody", keys.spot(token, 0));
        nobody.subscriptions().drop(nobody.spot().channel());
        Arrays.fill(bySlot, nobody);
    }

    @Override
    public Master to(String name) {
        return bySlot[Slots.of(name)];
    }

    @Override
    public Optional<Master> at(String address) {
        return Optional.ofNullable(masters.get(address));
    }

    @Override
    public CompletableFuture<Void> misled(String reply) {
        return watch.lookUp(reply);
    }

    @Override
    public CompletableFuture<Void> start() {
        watch.lookUp("");
        return first;
    }

    @Override
    public CompletableFuture<Void> end(BackplaneUnavailableException why) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        control.execute(() -> {
            ended = true;
            watch.end();
            CompletableFuture.allOf(masters.values().stream()
                            .map(master -> {
                                master.store().close();
                                return master.links().end(why);
                            })
                            .toArray(CompletableFuture<?>[]::new))
                    .whenComplete((done, error) -> closed.complete(null));
        });
        return closed;
    }

    @Override
    public void up(Links links) {
        judge();
    }

    @Override
    public void down(Links links) {
        status.change(Status.DISCONNECTED);
        watch.lookUp("");
    }

    @Override
    public void failed(Links links, BackplaneUnavailableException why) {
        if (options.brokerRequired()) {
            first.completeExceptionally(why);
        }
        watch.lookUp("");
    }

    /** A master that has gone has been replaced by then, or the cluster is not whole. */
    @Override
    public void gaveUp(Links links) {
        if (masters.values().stream().anyMatch(master -> master.links() == links)) {
            giveUp();
        }
    }

    /** Those that are known to work first. */
    @Override
    public Collection<String> nodes() {
        List<String> nodes = new ArrayList<>(masters.keySet());
        Collections.shuffle(nodes);
        nodes.sort(Comparator.comparing(
                address -> !at(address).map(Master::links).map(Links::isUp).orElse(false)));
        return nodes;
    }

    @Override
    public boolean found(SlotMap found) {
        if (ended) {
            return true;
        }
        attempts.succeeded();
        map = found;
        Set<String> wanted = found.masters();
        Map<String, Master> gone = new HashMap<>(masters);
        gone.keySet().removeAll(wanted);
        masters.keySet().removeAll(gone.keySet());
        gone.values()
                .forEach(master -> master.subscriptions().drop(master.spot().channel()));
        wanted.forEach(this::open);
        route(found, gone.values());
        gone.forEach((address, master) -> {
            LOG.info("Leaving {}, which serves no slot of the Redis Cluster any more", address);
            master.links().end(new BackplaneUnavailableException(address + " serves no slot any more"));
        });
        if (options.brokerRequired() && !(found.isOk() && found.isComplete())) {
            first.completeExceptionally(new BackplaneUnavailableException(
                    "the Redis Cluster does not work: it says so itself, or nobody serves some of its slots"));
        }
        return judge() && !isMoving();
    }

    /** What is asked of nodes that say so is refused. */
    @Override
    public void broken() {
        if (map != SlotMap.NONE && !ended) {
            status.change(Status.DISCONNECTED);
        }
    }

    @Override
    public Duration notFound(String address, Throwable why) {
        BackplaneUnavailableException known = RedisErrors.noLink(why, address);
        if (options.brokerRequired()) {
            first.completeExceptionally(known);
        }
        long now = System.nanoTime();
        int failures = attempts.failed(now);
        if (Integer.bitCount(failures) == 1) { // each time twice as rare
            LOG.warn("No node of the Redis Cluster answers, attempt {}: {}", failures, known.getMessage());
        }
        if (attempts.next(now).isEmpty() && masters.isEmpty()) { // with masters it is their links that give up
            giveUp();
        }
        return attempts.pause(now);
    }

    private void open(String address) {
        Master known = masters.get(address);
        if (known == null) {
            LOG.info("Connecting to {} of the Redis Cluster", address);
            Master opened = master(address, spot(address));
            masters.put(address, opened);
            opened.links().begin();
        } else if (!address.equals(map.owner(Slots.of(known.spot().channel())))) {
            known.prove(spot(address));
        }
    }

    /**
     * Changes the routes and moves the channels along, in one step for all who subscribe. What others publish is heard anywhere, and would be
     * missed while it moves: it stays where it is for as long as it can.
     */
    private void route(SlotMap found, Collection<Master> gone) {
        Master[] next = new Master[Slots.COUNT];
        for (int slot = 0; slot < next.length; slot++) {
            String owner = found.owner(slot);
            next[slot] = owner == null ? nobody : masters.getOrDefault(owner, nobody);
        }
        List<Master> all = new ArrayList<>(masters.values());
        all.addAll(gone);
        all.add(nobody);
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            bySlot = next;
            List<Channel> moving = new ArrayList<>();
            for (Master master : all) {
                boolean stays = masters.containsValue(master);
                moving.addAll(master.subscriptions()
                        .release(name -> to(name) != master && (name.startsWith(keys.own()) || !stays), tell));
            }
            moving.forEach(channel -> to(channel.name()).subscriptions().adopt(channel, tell));
            all.forEach(master -> master.subscriptions().askAgain(tell));
        } finally {
            lock.unlock();
        }
        tell.forEach(Runnable::run);
    }

    /** While it is connected, who is subscribed hears of a channel that moves; afterwards, it is not connected before all are confirmed. */
    private boolean judge() {
        boolean well = !ended
                && map.isOk()
                && map.isComplete()
                && masters.values().stream().allMatch(master -> master.links().isUp());
        if (well && (status.isConnected() || !isMoving())) {
            if (!first.isDone()) {
                LOG.info("Connected to a Redis Cluster of {} masters", masters.size());
            }
            status.change(Status.CONNECTED);
            first.complete(null);
        } else {
            status.change(Status.DISCONNECTED); // and whoever watches the slots is back soon
        }
        return well;
    }

    private boolean isMoving() {
        return masters.values().stream()
                .anyMatch(master -> master.subscriptions().isMoving());
    }

    private void giveUp() {
        if (!ended) {
            LOG.error("Gave up reconnecting to the Redis Cluster");
            end(new BackplaneUnavailableException("the link to Redis is lost, and reconnecting was given up"));
            status.change(Status.GAVE_UP);
        }
    }

    private Master master(String address, Spot spot) {
        return new Master(
                new Connector(driver, Whereabouts.fixed(address), true),
                control,
                sender,
                options,
                new Subscriptions(lock, keys.own()),
                spot,
                this,
                reply -> watch.lookUp(reply));
    }

    /** In a slot of this master's. Of 16,384 names in a row there is one for nearly every slot, so it is soon found. */
    private Spot spot(String address) {
        for (int number = 0; ; number++) {
            Spot spot = keys.spot(token, number);
            if (address.equals(map.owner(Slots.of(spot.channel())))) {
                return spot;
            }
        }
    }
}
