package io.carillon.redis.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which answers one server owes about channels. Under the lock of {@link Subscriptions}; what is returned is to be run without it. */
final class Asked {
    private static final int MOST_TICKS = 4;

    private final Set<Channel> open = new HashSet<>();

    Runnable subscribe(SubscribingWire on, Channel channel) {
        mark(on, channel);
        return () -> on.subscribe(List.of(channel.name()));
    }

    /** It is asked for together with others. */
    void mark(SubscribingWire on, Channel channel) {
        await(channel, Channel.State.SUBSCRIBING);
        channel.source = on;
    }

    Runnable unsubscribe(SubscribingWire on, Channel channel) {
        await(channel, Channel.State.UNSUBSCRIBING);
        return () -> on.unsubscribe(channel.name());
    }

    void answered(Channel channel, Channel.State state) {
        channel.state = state;
        channel.displaced = false;
        open.remove(channel);
    }

    /** The server says that it is elsewhere. It is still owed, and its age goes on, wherever it is asked for next. */
    void displaced(Channel channel) {
        channel.state = Channel.State.IDLE;
        channel.displaced = true;
        channel.lost = !channel.places().isEmpty();
        open.add(channel);
    }

    void forget(Channel channel) {
        open.remove(channel);
    }

    void clear() {
        open.clear();
    }

    /** To be asked once for each tick: whether the server owes an answer for too long. */
    boolean isStuck() {
        return open.stream().mapToInt(channel -> ++channel.age).anyMatch(age -> age > MOST_TICKS);
    }

    private void await(Channel channel, Channel.State state) {
        channel.state = state;
        if (!channel.displaced) {
            channel.age = 0;
        }
        open.add(channel);
    }
}
