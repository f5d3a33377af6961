package io.carillon.redis.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The channels that belong to one server, what a new link to it still lacks, and how they move to another one. Under the lock of
 * {@link Subscriptions}, but for {@link #get}; what is returned, or added to {@code tell}, runs without it.
 */
final class Held {
    private final Subscriptions owner;
    private final Asked asked;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    /** Those that the new link still lacks. */
    private final Set<String> missing = new HashSet<>();

    private CompletableFuture<Void> restored = new CompletableFuture<>();

    Held(Subscriptions owner, Asked asked) {
        this.owner = owner;
        this.asked = asked;
    }

    /** Without the lock, too. */
    @Nullable
    Channel get(String name) {
        return channels.get(name);
    }

    Channel channel(String name) {
        return channels.computeIfAbsent(name, any -> new Channel(any, owner));
    }

    List<Channel> all() {
        return List.copyOf(channels.values());
    }

    void forgetIfUnwanted(Channel channel) {
        if (!channel.isWanted()) {
            asked.forget(channel);
            channels.remove(channel.name(), channel);
        }
    }

    /** Everything has to be confirmed on this link. */
    Collection<String> restore(SubscribingWire next, CompletableFuture<Void> done) {
        restored = done;
        asked.clear();
        missing.clear();
        missing.addAll(channels.keySet());
        channels.values().forEach(channel -> {
            channel.displaced = false;
            asked.mark(next, channel);
        });
        return List.copyOf(missing);
    }

    /** A new link has one channel less to wait for. */
    Runnable found(String name) {
        CompletableFuture<Void> done = restored;
        return missing.remove(name) && missing.isEmpty() ? () -> done.complete(null) : () -> {};
    }

    /** The new link is none. */
    Runnable fail(Throwable why) {
        CompletableFuture<Void> unfinished = restored;
        return () -> unfinished.completeExceptionally(why);
    }

    boolean isRestoring() {
        return !missing.isEmpty();
    }

    void clear() {
        asked.clear();
        missing.clear();
    }

    /** Takes away a channel that nobody listens to any more, or that belongs to another server. */
    void remove(@Nullable SubscribingWire on, Channel channel, List<Runnable> tell) {
        channels.remove(channel.name(), channel);
        asked.forget(channel);
        if (on != null && (channel.state == Channel.State.ACTIVE || channel.state == Channel.State.SUBSCRIBING)) {
            tell.add(() -> on.unsubscribe(channel.name()));
        }
        channel.state = Channel.State.IDLE;
        channel.source = null;
        tell.add(channel.end());
        tell.add(found(channel.name()));
    }

    /** A listener leaves. Done when the server brings nothing any more, or others still want it. */
    CompletableFuture<Void> vacate(
            @Nullable SubscribingWire on, Channel channel, Channel.Place place, List<Runnable> tell) {
        channel.remove(place);
        if (on == null || channel.state == Channel.State.IDLE) {
            forgetIfUnwanted(channel);
        } else if (!channel.isWanted()) {
            if (channel.state == Channel.State.ACTIVE) {
                tell.add(asked.unsubscribe(on, channel));
            } // else the answer is awaited first
            return channel.awaitEnd();
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Takes away the channels that belong to another server. */
    List<Channel> release(@Nullable SubscribingWire on, Predicate<String> elsewhere, List<Runnable> tell) {
        List<Channel> released = new ArrayList<>();
        for (Channel channel : all()) {
            if (elsewhere.test(channel.name())) {
                remove(on, channel, tell);
                released.add(channel);
            }
        }
        return released;
    }

    /** Takes a channel that belongs here. What came in between is lost. */
    void adopt(@Nullable SubscribingWire on, Channel channel, List<Runnable> tell) {
        if (!channel.isWanted()) {
            return;
        }
        Channel here = channels.putIfAbsent(channel.name(), channel);
        if (here == null) {
            here = channel;
            here.home = owner;
        } else {
            here.takeOver(channel);
        }
        here.lost = !here.places().isEmpty();
        if (on != null && here.state != Channel.State.SUBSCRIBING && here.state != Channel.State.UNSUBSCRIBING) {
            tell.add(asked.subscribe(on, here));
        }
    }

    /** Asks again for what the server has sent elsewhere, and which yet is here. */
    void askAgain(SubscribingWire on, List<Runnable> tell) {
        for (Channel channel : channels.values()) {
            if (channel.displaced && channel.state == Channel.State.IDLE) {
                tell.add(asked.subscribe(on, channel));
            }
        }
    }

    /** Whether anything that has been moved or sent elsewhere is not confirmed since. */
    boolean isMoving() {
        return channels.values().stream().anyMatch(channel -> channel.displaced || channel.lost);
    }
}
