package io.carillon.redis.core;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A {@link RedisWire} as {@link Link} and those who use one see it. */
final class Wire {
    private final RedisWire driven;
    private final Arrivals arrivals;

    private Wire(RedisWire driven, Arrivals arrivals) {
        this.driven = driven;
        this.arrivals = arrivals;
    }

    static CompletionStage<Wire> open(RedisDriver driver, String address, RedisWire.Kind kind, Runnable closed) {
        Arrivals arrivals = new Arrivals(closed);
        try {
            return driver.open(address, kind, arrivals).thenApply(driven -> new Wire(driven, arrivals));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Who gets what is pushed. To be called before anything is subscribed. */
    void deliverTo(SubscribingWire target) {
        arrivals.target = target;
    }

    CompletableFuture<@Nullable Object> call(String name, byte[]... arguments) {
        return call(name, Arrays.asList(arguments));
    }

    CompletableFuture<@Nullable Object> call(String name, List<byte[]> arguments) {
        WireCommand command = new WireCommand(name, arguments);
        driven.send(List.of(command));
        return command.answer();
    }

    CompletableFuture<@Nullable Object> call(String name, String... arguments) {
        return call(name, Arrays.stream(arguments).map(Text::text).toList());
    }

    void send(List<WireCommand> batch) {
        driven.send(batch);
    }

    CompletableFuture<Void> closeAsync() {
        return driven.closeAsync().toCompletableFuture().copy(); // who waits with a time limit ends a copy
    }

    private static final class Arrivals implements RedisWire.Listener {
        private final Runnable closed;
        private volatile @Nullable SubscribingWire target;

        Arrivals(Runnable closed) {
            this.closed = closed;
        }

        @Override
        public void message(String channel, byte[] payload) {
            SubscribingWire to = target;
            if (to != null) {
                to.message(channel, payload);
            }
        }

        @Override
        public void patternMessage(String pattern, String channel, byte[] payload) {
            SubscribingWire to = target;
            if (to != null) {
                to.patternMessage(pattern, channel, payload);
            }
        }

        @Override
        public void patternSubscribed(String pattern) {
            subscribed(SubscribingWire.nameOfPattern(pattern));
        }

        @Override
        public void patternUnsubscribed(String pattern) {
            unsubscribed(SubscribingWire.nameOfPattern(pattern));
        }

        @Override
        public void subscribed(String channel) {
            SubscribingWire to = target;
            if (to != null) {
                to.subscribed(channel);
            }
        }

        @Override
        public void unsubscribed(String channel) {
            SubscribingWire to = target;
            if (to != null) {
                to.unsubscribed(channel);
            }
        }

        @Override
        public void closed() {
            closed.run();
        }
    }
}
