package io.carillon.local;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain channels within one JVM, delivered in one order with all else. A message asks every subscription whether it matches. */
final class InMemoryChannels implements ExternalChannels {
    private static final Logger LOG = LoggerFactory.getLogger(InMemoryChannels.class);

    private final InMemoryPubSub pubSub;
    private final List<Place> places = new CopyOnWriteArrayList<>();

    InMemoryChannels(InMemoryPubSub pubSub) {
        this.pubSub = pubSub;
    }

    @Override
    public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
        return add(ExternalChannels.checkName(channel)::equals, listener);
    }

    @Override
    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
        String regex = Stream.of(ExternalChannels.checkName(pattern).split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return add(Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate(), listener);
    }

    CompletionStage<Void> publish(String channel, byte[] payload) {
        ExternalChannels.checkName(channel);
        return pubSub.deliver(() -> {
            for (Place place : places) {
                try {
                    place.offer(channel, payload);
                } catch (RuntimeException e) {
                    LOG.error("A listener threw where it must not; the others go on", e);
                }
            }
        });
    }

    void close() {
        places.clear();
    }

    private CompletionStage<Subscription> add(Predicate<String> channels, ChannelListener listener) {
        if (pubSub.isClosed()) {
            return CompletableFuture.failedStage(new BackplaneUnavailableException("the backplane is closed"));
        }
        Place place = new Place(channels, listener);
        places.add(place);
        return CompletableFuture.completedStage(place);
    }

    private final class Place implements Subscription {
        private final Predicate<String> channels;
        private final ChannelListener listener;

        Place(Predicate<String> channels, ChannelListener listener) {
            this.channels = channels;
            this.listener = listener;
        }

        void offer(String channel, byte[] payload) {
            if (channels.test(channel)) {
                listener.onMessage(channel, payload);
            }
        }

        @Override
        public CompletionStage<Void> close() {
            places.remove(this);
            return pubSub.delivered();
        }
    }
}
