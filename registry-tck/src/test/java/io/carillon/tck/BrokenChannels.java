package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.spi.Backplane;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be wrong with plain channels: the rules XC. */
final class BrokenChannels {
    private BrokenChannels() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane(
                        "XC-1.1",
                        "payloads are text",
                        hearing(to -> (channel, payload) ->
                                to.onMessage(channel, PubSubTests.bytes(PubSubTests.text(payload))))),
                ofBackplane("XC-1.1", "a subscription is confirmed before it is there", subscribing((real, asked) -> {
                    Later.call(() -> asked.at(real.channels().orElseThrow()));
                    return CompletableFuture.completedStage(BrokenPubSubs::done);
                })),
                ofBackplane(
                        "XC-1.2",
                        "case is folded",
                        subscribing((real, asked) -> asked.named(asked.name().toLowerCase(Locale.ROOT))
                                .at(real.channels().orElseThrow()))),
                ofBackplane(
                        "XC-1.2",
                        "a star in a name is a pattern",
                        subscribing((real, asked) ->
                                real.channels().orElseThrow().subscribePattern(asked.name(), asked.listener()))),
                ofBackplane("XC-1.3", "a message comes twice", hearing(to -> (channel, payload) -> {
                    to.onMessage(channel, payload);
                    to.onMessage(channel, payload);
                })),
                ofBackplane("XC-1.3", "the second of one pattern is forgotten", Forgetful::new),
                ofBackplane("XC-1.4", "a close does nothing", closing((all, one, times) -> BrokenPubSubs.done())),
                ofBackplane("XC-1.5", "a close ends all", closing((all, one, times) -> closeAll(all))),
                ofBackplane(
                        "XC-1.5",
                        "a second close ends others",
                        closing((all, one, times) -> times == 1 ? one.close() : closeAll(all))),
                ofBackplane("XC-1.6", "who throws is told nothing more", hearing(Resentful::new)),
                ofBackplane("XC-1.7", "neighbours are swapped", hearing(Swapping::new)),
                ofBackplane("XC-2.1", "a question mark is a pattern", patterns(name -> name.replace('?', '*'))),
                ofBackplane("XC-2.1", "a backslash means nothing", patterns(name -> name.replace("\\", ""))),
                ofBackplane("XC-2.2", "the pattern is told", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
                        return super.subscribePattern(
                                pattern, (channel, payload) -> listener.onMessage(pattern, payload));
                    }
                }),
                ofBackplane("XC-3.1", "everything is shown", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
                        Subject prices = Subject.application("prices");
                        return super.subscribePattern(pattern, listener)
                                .thenCompose(done -> real.pubSub()
                                        .subscribe(prices, payload -> listener.onMessage("prices", payload)));
                    }
                }),
                ofBackplane("XC-3.2", "names are cut and filled", patterns(BrokenChannels::mended)),
                ofBackplane("XC-4.1", "subscriptions end with the link", Fragile::new),
                ofBackplane("XC-4.2", "what failed is tried again by itself", Stubborn::new),
                ofBackplane("XC-4.3", "what is given up while the link is broken comes back", Careless::new),
                ofBackplane("XC-4.4", "a close ends nothing", real -> new ForwardingBackplane(real) {
                    @Override
                    public void close() {}
                }));
    }

    private static String mended(String name) {
        return name.isEmpty()
                ? "_"
                : name.substring(0, Math.min(name.length(), 512)).replace('\ud800', '?');
    }

    private static CompletionStage<Void> closeAll(List<Subscription> all) {
        return CompletableFuture.allOf(
                all.stream().map(one -> one.close().toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    /** What was asked for. */
    private record Asked(String name, boolean pattern, ChannelListener listener) {
        CompletionStage<Subscription> at(ExternalChannels channels) {
            return pattern ? channels.subscribePattern(name, listener) : channels.subscribe(name, listener);
        }

        Asked named(String other) {
            return new Asked(other, pattern, listener);
        }

        Asked heardBy(ChannelListener other) {
            return new Asked(name, pattern, other);
        }
    }

    /** Does both kinds of subscribing in one way of its own. */
    private static class Subscribing extends ForwardingBackplane {
        Subscribing(Backplane real) {
            super(real);
        }

        CompletionStage<Subscription> listen(Asked asked) {
            return asked.at(real.channels().orElseThrow());
        }

        @Override
        public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
            return listen(new Asked(channel, false, listener));
        }

        @Override
        public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
            return listen(new Asked(pattern, true, listener));
        }
    }

    private static UnaryOperator<Backplane> subscribing(
            BiFunction<Backplane, Asked, CompletionStage<Subscription>> how) {
        return backplane -> new Subscribing(backplane) {
            @Override
            CompletionStage<Subscription> listen(Asked asked) {
                return how.apply(real, asked);
            }
        };
    }

    private static UnaryOperator<Backplane> hearing(UnaryOperator<ChannelListener> how) {
        return subscribing((real, asked) ->
                asked.heardBy(how.apply(asked.listener())).at(real.channels().orElseThrow()));
    }

    private static UnaryOperator<Backplane> patterns(Function<String, String> how) {
        return subscribing((real, asked) ->
                asked.named(how.apply(asked.name())).at(real.channels().orElseThrow()));
    }

    @FunctionalInterface
    private interface Close {
        CompletionStage<Void> close(List<Subscription> all, Subscription one, int times);
    }

    private static UnaryOperator<Backplane> closing(Close how) {
        List<Subscription> all = new CopyOnWriteArrayList<>();
        return subscribing((real, asked) -> asked.at(real.channels().orElseThrow())
                .thenApply(one -> {
                    all.add(one);
                    int[] times = {0};
                    return () -> how.close(all, one, ++times[0]);
                }));
    }

    private static final class Resentful implements ChannelListener {
        private final ChannelListener to;
        private volatile boolean threw;

        Resentful(ChannelListener to) {
            this.to = to;
        }

        @Override
        public void onMessage(String channel, byte[] payload) {
            if (!threw) {
                threw = true;
                to.onMessage(channel, payload);
                threw = false;
            }
        }
    }

    private static final class Swapping implements ChannelListener {
        private final ChannelListener to;
        private byte @Nullable [] first;

        Swapping(ChannelListener to) {
            this.to = to;
        }

        @Override
        public void onMessage(String channel, byte[] payload) {
            byte[] before = first;
            if (before == null) {
                first = payload;
            } else {
                first = null;
                to.onMessage(channel, payload);
                to.onMessage(channel, before);
            }
        }
    }

    private static final class Forgetful extends Subscribing {
        private final List<String> known = new ArrayList<>();

        Forgetful(Backplane real) {
            super(real);
        }

        @Override
        CompletionStage<Subscription> listen(Asked asked) {
            if (asked.pattern() && known.contains(asked.name())) {
                return CompletableFuture.completedStage(BrokenPubSubs::done);
            }
            known.add(asked.name());
            return super.listen(asked);
        }
    }

    /** Knows how its link is. */
    private static class Telling extends Subscribing {
        volatile boolean away;
        volatile boolean wasAway;

        Telling(Backplane real) {
            super(real);
            real.pubSub().onStatus(status -> {
                away = status == Status.DISCONNECTED;
                wasAway |= away;
            });
        }
    }

    private static final class Fragile extends Telling {
        Fragile(Backplane real) {
            super(real);
        }

        @Override
        CompletionStage<Subscription> listen(Asked asked) {
            return super.listen(asked.heardBy((channel, payload) -> {
                if (!wasAway) {
                    asked.listener().onMessage(channel, payload);
                }
            }));
        }
    }

    private static final class Stubborn extends Subscribing {
        private final List<Asked> refused = new CopyOnWriteArrayList<>();

        Stubborn(Backplane real) {
            super(real);
        }

        @Override
        CompletionStage<Subscription> listen(Asked asked) {
            return super.listen(asked).whenComplete((done, error) -> {
                if (error != null) {
                    refused.add(asked);
                } else {
                    refused.forEach(super::listen);
                    refused.clear();
                }
            });
        }
    }

    private static final class Careless extends Telling {
        Careless(Backplane real) {
            super(real);
        }

        @Override
        CompletionStage<Subscription> listen(Asked asked) {
            return super.listen(asked).thenApply(one -> () -> away ? BrokenPubSubs.done() : one.close());
        }
    }
}
