package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this backplane is subscribed to, and how it becomes so again on a new link. A subscription counts when the server has
 * pushed its confirmation; that of a new link counts when every channel is confirmed. What an old link still says is ignored.
 *
 * <p>Any thread may subscribe. What comes is delivered on the driver's thread, without a lock.
 */
final class Subscriptions implements Link.Use {
    /** One command for so many channels: neither a flush for each, nor one answer that fills the server's output buffer. */
    private static final int BITE = 256;

    private static final int MOST_TICKS = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    /** Those for which an answer of the server is awaited. */
    private final Set<Channel> asked = new HashSet<>();
    /** Those that the new link still lacks. */
    private final Set<String> missing = new HashSet<>();

    private CompletableFuture<Void> restored = new CompletableFuture<>();
    private volatile @Nullable SubscribingWire wire;
    private BackplaneUnavailableException why = new BackplaneUnavailableException("not connected to Redis yet");
    private volatile Runnable heard = () -> {};

    void onArrival(Runnable listener) {
        heard = listener;
    }

    /** A listener that is there before the first link is, and as long as the backplane. */
    void keep(String name, Listener listener) {
        channels.computeIfAbsent(name, Channel::new).add(new Channel.Place(new OneChannel(listener)));
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
        CompletableFuture<Channel.Place> confirmed;
        Runnable send = () -> {};
        lock.lock();
        try {
            SubscribingWire now = wire;
            if (now == null) {
                return CompletableFuture.failedStage(unavailable());
            }
            Channel channel = channels.computeIfAbsent(name, Channel::new);
            if (channel.state == Channel.State.ACTIVE) {
                channel.add(place);
                return CompletableFuture.completedStage(() -> leave(name, place));
            }
            confirmed = channel.await(place);
            if (channel.state == Channel.State.IDLE) {
                send = ask(now, channel);
            }
        } finally {
            lock.unlock();
        }
        send.run();
        return confirmed.thenApply(found -> () -> leave(name, found));
    }

    /** To be asked once for each tick: whether the server owes an answer for too long. */
    boolean isStuck() {
        lock.lock();
        try {
            return asked.stream().mapToInt(channel -> ++channel.age).anyMatch(age -> age > MOST_TICKS);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> prepare(Wire opened) {
        SubscribingWire next = new SubscribingWire(opened, this);
        CompletableFuture<Void> done = new CompletableFuture<>();
        List<List<String>> bites = new ArrayList<>();
        lock.lock();
        try {
            wire = next;
            restored = done;
            missing.clear();
            asked.clear();
            channels.values().forEach(channel -> {
                missing.add(channel.name());
                channel.state = Channel.State.SUBSCRIBING;
                channel.age = 0;
                asked.add(channel);
            });
            List<String> names = List.copyOf(missing);
            for (int from = 0; from < names.size(); from += BITE) {
                bites.add(names.subList(from, Math.min(names.size(), from + BITE)));
            }
        } finally {
            lock.unlock();
        }
        bites.forEach(next::subscribe);
        return done;
    }

    @Override
    public void up(Wire opened) {}

    @Override
    public void down(BackplaneUnavailableException reason) {
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            wire = null;
            why = reason;
            asked.clear();
            missing.clear();
            CompletableFuture<Void> unfinished = restored;
            tell.add(() -> unfinished.completeExceptionally(reason));
            for (Channel channel : List.copyOf(channels.values())) {
                channel.state = Channel.State.IDLE;
                channel.lost = false;
                tell.add(channel.refuse(reason));
                tell.add(channel.end());
                forgetIfUnwanted(channel);
            }
        } finally {
            lock.unlock();
        }
        tell.forEach(Runnable::run);
    }

    /**
     * On the driver's thread.
     *
     * @param name what was subscribed to
     * @param origin the channel where it was published
     */
    void message(SubscribingWire from, String name, String origin, byte[] payload) {
        heard.run();
        Channel channel = channels.get(name);
        if (channel != null && from == wire) {
            channel.deliver(origin, payload);
        }
    }

    /** On the driver's thread, in its place among the messages. */
    void subscribed(SubscribingWire from, String name) {
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            Channel channel = channels.get(name);
            if (from != wire || channel == null || channel.state != Channel.State.SUBSCRIBING) {
                return;
            }
            answered(channel, Channel.State.ACTIVE);
            if (channel.lost) {
                channel.lost = false;
                channel.places().forEach(place -> tell.add(place::tellLost));
            }
            tell.add(channel.confirm());
            if (!channel.isWanted()) {
                tell.add(giveUp(from, channel));
            }
            if (missing.remove(name) && missing.isEmpty()) {
                CompletableFuture<Void> done = restored;
                tell.add(() -> done.complete(null));
            }
        } finally {
            lock.unlock();
        }
        tell.forEach(Runnable::run);
    }

    /** On the driver's thread. Unasked for, it means that the server has moved or dropped the channel. */
    void unsubscribed(SubscribingWire from, String name) {
        Runnable tell = () -> {};
        Runnable send = () -> {};
        lock.lock();
        try {
            Channel channel = channels.get(name);
            if (from != wire || channel == null) {
                return;
            }
            if (channel.state == Channel.State.UNSUBSCRIBING) {
                answered(channel, Channel.State.IDLE);
                tell = channel.end();
                if (channel.isWanted()) {
                    send = ask(from, channel);
                } else {
                    forgetIfUnwanted(channel);
                }
            } else if (channel.state == Channel.State.ACTIVE) {
                channel.lost = true;
                send = ask(from, channel);
            }
        } finally {
            lock.unlock();
        }
        tell.run();
        send.run();
    }

    /** The server has refused these. A link that cannot restore what it had is none. */
    void refused(SubscribingWire from, List<String> names, RedisRefusedException error) {
        List<Runnable> tell = new ArrayList<>();
        lock.lock();
        try {
            for (String name : names) {
                Channel channel = channels.get(name);
                if (from != wire || channel == null || channel.state != Channel.State.SUBSCRIBING) {
                    continue;
                }
                tell.add(channel.refuse(RedisErrors.of(error)));
                if (channel.places().isEmpty()) {
                    answered(channel, Channel.State.IDLE);
                    tell.add(channel.end());
                    forgetIfUnwanted(channel);
                } // else it stays unanswered, and the link is given up for it
            }
            CompletableFuture<Void> unfinished = restored;
            if (!missing.isEmpty()) {
                tell.add(() -> unfinished.completeExceptionally(error));
            }
        } finally {
            lock.unlock();
        }
        tell.forEach(Runnable::run);
    }

    private CompletableFuture<Void> leave(String name, Channel.Place place) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        Runnable send = () -> {};
        lock.lock();
        try {
            CompletableFuture<Void> before = place.left();
            if (before != null) {
                return before.copy();
            }
            Channel channel = channels.get(name);
            if (channel != null) {
                channel.remove(place);
                SubscribingWire now = wire;
                if (now == null) {
                    forgetIfUnwanted(channel);
                } else if (!channel.isWanted()) {
                    done = channel.awaitEnd();
                    if (channel.state == Channel.State.ACTIVE) {
                        send = giveUp(now, channel);
                    } // else the answer is awaited first
                }
            }
            done = place.leave(done);
        } finally {
            lock.unlock();
        }
        send.run();
        return done.copy();
    }

    private Runnable ask(SubscribingWire on, Channel channel) {
        channel.state = Channel.State.SUBSCRIBING;
        channel.age = 0;
        asked.add(channel);
        return () -> on.subscribe(List.of(channel.name()));
    }

    private Runnable giveUp(SubscribingWire on, Channel channel) {
        channel.state = Channel.State.UNSUBSCRIBING;
        channel.age = 0;
        asked.add(channel);
        return () -> on.unsubscribe(channel.name());
    }

    private void answered(Channel channel, Channel.State state) {
        channel.state = state;
        asked.remove(channel);
    }

    private void forgetIfUnwanted(Channel channel) {
        if (!channel.isWanted()) {
            channels.remove(channel.name());
        }
    }

    private BackplaneUnavailableException unavailable() {
        return new BackplaneUnavailableException(String.valueOf(why.getMessage()));
    }

    /** Whoever listens to one channel knows its name. */
    private record OneChannel(Listener listener) implements ChannelListener {
        @Override
        public void onMessage(String channel, byte[] payload) {
            listener.onMessage(payload);
        }

        @Override
        public void onLost() {
            listener.onLost();
        }
    }
}
