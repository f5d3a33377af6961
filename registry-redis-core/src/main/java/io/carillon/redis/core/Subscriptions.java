package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this backplane is subscribed to on one server, and how it becomes so again on a new link. A subscription counts when the server has
 * pushed its confirmation; that of a new link counts when every channel is confirmed. What an old link still says is ignored.
 *
 * <p>Any thread may subscribe. What comes is delivered on the driver's thread, without a lock.
 */
final class Subscriptions implements Link.Use {
    private final ReentrantLock lock;
    private final String own;
    private final Asked asked = new Asked();
    private final Held held = new Held(this, asked);
    private volatile @Nullable SubscribingWire wire;
    private BackplaneUnavailableException why = new BackplaneUnavailableException("not connected to Redis yet");
    private volatile Runnable heard = () -> {};
    private volatile Consumer<String> misled = reply -> {};

    /** Those of the only server. */
    Subscriptions() {
        this(new ReentrantLock(), "");
    }

    /** Those of one of several servers, between which channels move, under one lock; the names of Carillon's own begin alike. */
    Subscriptions(ReentrantLock lock, String own) {
        this.lock = lock;
        this.own = own;
    }

    void onArrival(Runnable listener) {
        heard = listener;
    }

    /** Who hears it when the server says that a channel is elsewhere. */
    void onMisled(Consumer<String> listener) {
        misled = listener;
    }

    /** A listener that is there before the first link is, and as long as the backplane or until it is dropped. */
    void keep(String name, Listener listener) {
        locked(tell -> {
            Channel channel = held.channel(name);
            channel.add(new Channel.Place(new OneChannel(listener)));
            SubscribingWire now = wire;
            if (now != null && channel.state == Channel.State.IDLE) {
                tell.add(asked.subscribe(now, channel));
            }
        });
    }

    /** Nobody listens there any more. */
    void drop(String name) {
        locked(tell -> {
            Channel channel = held.get(name);
            if (channel != null) {
                held.remove(wire, channel, tell);
            }
        });
    }

    /** Whether there is a link on which something may come. */
    boolean isLinked() {
        return wire != null;
    }

    CompletionStage<Subscription> subscribe(String name, Listener listener) {
        return listen(name, new OneChannel(listener));
    }

    /**
     * Subscribes to a channel, or to a pattern.
     *
     * @param name of a channel, or what {@link SubscribingWire} makes of a pattern
     */
    CompletionStage<Subscription> listen(String name, ChannelListener listener) {
        Channel.Place place = new Channel.Place(listener);
        CompletableFuture<Channel.Place> confirmed = new CompletableFuture<>();
        locked(tell -> {
            SubscribingWire now = wire;
            if (now == null) {
                var refusal = new BackplaneUnavailableException(String.valueOf(why.getMessage()));
                tell.add(() -> confirmed.completeExceptionally(refusal));
                return;
            }
            Channel channel = held.channel(name);
            if (channel.state == Channel.State.ACTIVE) {
                channel.add(place);
                tell.add(() -> confirmed.complete(place));
                return;
            }
            channel.await(place, confirmed);
            if (channel.state == Channel.State.IDLE) {
                tell.add(asked.subscribe(now, channel));
            }
        });
        return confirmed.thenApply(found -> () -> leave(found));
    }

    /** To be asked once for each tick: whether the server owes an answer for too long. */
    boolean isStuck() {
        return whether(asked::isStuck);
    }

    @Override
    public CompletionStage<Void> prepare(Wire opened, Server server) {
        SubscribingWire next = new SubscribingWire(opened, server.dialect(), own, this);
        CompletableFuture<Void> done = new CompletableFuture<>();
        locked(tell -> {
            wire = next;
            Collection<String> names = held.restore(next, done);
            tell.add(() -> next.subscribe(names));
        });
        return done;
    }

    @Override
    public void up(Wire opened) {}

    @Override
    public void down(BackplaneUnavailableException reason) {
        locked(tell -> {
            wire = null;
            why = reason;
            held.clear();
            tell.add(held.fail(reason));
            for (Channel channel : held.all()) {
                channel.state = Channel.State.IDLE;
                channel.lost = false;
                channel.displaced = false;
                tell.add(channel.refuse(reason));
                tell.add(channel.end());
                held.forgetIfUnwanted(channel);
            }
        });
    }

    /**
     * On the driver's thread.
     *
     * @param name what was subscribed to
     * @param origin the channel where it was published
     */
    void message(SubscribingWire from, String name, String origin, byte[] payload) {
        heard.run();
        Channel channel = held.get(name);
        if (channel != null && from == wire) {
            channel.deliver(from, origin, payload);
        }
    }

    /** On the driver's thread, in its place among the messages. */
    void subscribed(SubscribingWire from, String name) {
        locked(tell -> {
            Channel channel = held.get(name);
            if (from != wire || channel == null || channel.state != Channel.State.SUBSCRIBING) {
                return;
            }
            asked.answered(channel, Channel.State.ACTIVE);
            if (channel.lost) {
                channel.lost = false;
                channel.places().forEach(place -> tell.add(place::tellLost));
            }
            tell.add(channel.confirm());
            if (!channel.isWanted()) {
                tell.add(asked.unsubscribe(from, channel));
            }
            tell.add(held.found(name));
        });
    }

    /** On the driver's thread. Unasked for, it means that the server has moved or dropped the channel. */
    void unsubscribed(SubscribingWire from, String name) {
        locked(tell -> {
            Channel channel = held.get(name);
            if (from != wire || channel == null) {
                return;
            }
            if (channel.state == Channel.State.UNSUBSCRIBING) {
                asked.answered(channel, Channel.State.IDLE);
                tell.add(channel.end());
                if (channel.isWanted()) {
                    tell.add(asked.subscribe(from, channel));
                } else {
                    held.forgetIfUnwanted(channel);
                }
            } else if (channel.state == Channel.State.ACTIVE) {
                channel.lost = true;
                tell.add(asked.subscribe(from, channel));
            }
        });
    }

    /** The server has refused these. What it says to be elsewhere goes there; and a link that cannot restore what it had is none. */
    void refused(SubscribingWire from, List<String> names, RedisRefusedException error) {
        Optional<String> elsewhere = RedisErrors.elsewhere(error);
        locked(tell -> {
            for (String name : names) {
                Channel channel = held.get(name);
                if (from != wire || channel == null || channel.state != Channel.State.SUBSCRIBING) {
                    continue;
                }
                if (elsewhere.isPresent()) {
                    asked.displaced(channel);
                } else {
                    refused(channel, error, tell);
                }
            }
            if (elsewhere.isEmpty() && held.isRestoring()) {
                tell.add(held.fail(error));
            }
        });
        elsewhere.ifPresent(misled);
    }

    /** Takes away the channels that belong to another server. Under the common lock; what is added to {@code tell} runs without it. */
    List<Channel> release(Predicate<String> elsewhere, List<Runnable> tell) {
        return held.release(wire, elsewhere, tell);
    }

    /** Takes a channel that belongs here. Under the common lock, as above. */
    void adopt(Channel channel, List<Runnable> tell) {
        held.adopt(wire, channel, tell);
    }

    /** Asks again for what the server has sent elsewhere, and which yet is here. Under the common lock, as above. */
    void askAgain(List<Runnable> tell) {
        SubscribingWire now = wire;
        if (now != null) {
            held.askAgain(now, tell);
        }
    }

    /** Whether anything that was moved here, or sent elsewhere, is not confirmed since. */
    boolean isMoving() {
        return whether(held::isMoving);
    }

    private void refused(Channel channel, RedisRefusedException error, List<Runnable> tell) {
        tell.add(channel.refuse(RedisErrors.of(error)));
        if (channel.places().isEmpty()) {
            asked.answered(channel, Channel.State.IDLE);
            tell.add(channel.end());
            held.forgetIfUnwanted(channel);
        } // else it stays unanswered, and the link is given up for it
    }

    private CompletableFuture<Void> leave(Channel.Place place) {
        CompletableFuture<CompletableFuture<Void>> left = new CompletableFuture<>();
        locked(tell -> {
            CompletableFuture<Void> before = place.left();
            left.complete(before == null ? place.leave(vacate(place, tell)) : before);
        });
        return left.join().copy();
    }

    /** Of the server where it is by now. */
    private static CompletableFuture<Void> vacate(Channel.Place place, List<Runnable> tell) {
        Channel channel = place.channel;
        return channel == null
                ? CompletableFuture.completedFuture(null)
                : channel.home.held.vacate(channel.home.wire, channel, place, tell);
    }

    private boolean whether(BooleanSupplier something) {
        lock.lock();
        try {
            return something.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** What it adds is run in its order, without the lock. */
    private void locked(Consumer<List<Runnable>> change) {
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            change.accept(tell);
        } finally {
            lock.unlock();
        }
        tell.forEach(Runnable::run);
    }
}
