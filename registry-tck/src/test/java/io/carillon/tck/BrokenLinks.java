package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Responder;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.PubSubSystem.StatusListener;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What can be wrong with links and whole backplanes: the rules PS-5 and BP. */
final class BrokenLinks {
    private BrokenLinks() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane("PS-5.1", "the caller tells itself", real -> new Telling(real) {
                    @Override
                    public Runnable onStatus(StatusListener listener) {
                        listener.onStatus(Status.CONNECTED);
                        return super.onStatus(listener);
                    }
                }),
                ofBackplane("PS-5.2", "changes are told twice", real -> new Telling(real) {
                    @Override
                    public Runnable onStatus(StatusListener listener) {
                        return super.onStatus(status -> {
                            listener.onStatus(status);
                            listener.onStatus(status);
                        });
                    }
                }),
                ofBackplane("PS-5.3", "subscriptions do not come back", Forgetful::new),
                ofBackplane("PS-5.4", "a listener cannot be taken off", real -> new Telling(real) {
                    @Override
                    public Runnable onStatus(StatusListener listener) {
                        super.onStatus(listener);
                        return () -> {};
                    }
                }),
                ofBackplane("PS-5.5", "who throws ends the telling", Fragile::new),
                ofBackplane("PS-5.6", "responders do not come back", Forgetful::new),
                ofBackplane("PS-5.7", "what was refused is sent on return, behind what is new", Replaying::new),
                ofBackplane("PS-5.8", "what is closed without a link comes back", Careless::new),
                ofBackplane("PS-5.9", "after a break nothing is published", Mute::new),
                ofBackplane("BP-1.1", "capabilities come and go", real -> new Telling(real) {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public Set<Capability> capabilities() {
                        return asked.incrementAndGet() % 2 == 0 ? Set.of() : Set.of(Capability.TOTAL_ORDER);
                    }
                }),
                ofBackplane("BP-1.2", "an order is claimed that one instance does not see", claimingOrder()),
                ofBackplane("BP-2.1", "the limit is too low", limit(real -> 1_000)),
                ofBackplane("BP-2.2", "the limit is not the limit", limit(real -> real + 1)),
                ofBackplane("BP-2.3", "what is too large is cut off", real -> new Telling(real) {
                    @Override
                    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
                        int most = Math.min(payload.length, maxMessageBytes());
                        return super.publish(subject, Arrays.copyOf(payload, most));
                    }
                }),
                ofBackplane("BP-3.1", "a close does nothing", Immortal::new),
                ofBackplane("BP-3.2", "what waits goes on waiting", real -> new Telling(real) {
                    @Override
                    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
                        CompletableFuture<byte[]> own = new CompletableFuture<>();
                        super.request(subject, payload, timeout).thenAccept(own::complete);
                        return own;
                    }
                }),
                ofBackplane("BP-3.3", "a close ends no subscription", Immortal::new),
                ofBackplane("BP-3.4", "a second close throws", real -> new Telling(real) {
                    private boolean closed;

                    @Override
                    public void close() {
                        if (closed) {
                            throw new IllegalStateException("closed twice, thrown on purpose");
                        }
                        closed = true;
                        super.close();
                    }
                }));
    }

    private static UnaryOperator<Backplane> limit(UnaryOperator<Integer> limit) {
        return real -> new Telling(real) {
            @Override
            public int maxMessageBytes() {
                return limit.apply(super.maxMessageBytes());
            }
        };
    }

    /** Each instance is told what one publisher says, of each another one, only behind the last word of the others. */
    private static UnaryOperator<Backplane> claimingOrder() {
        AtomicInteger opened = new AtomicInteger();
        return real -> {
            String last = opened.getAndIncrement() + ":";
            return new Telling(BrokenPubSubs.hearing(() -> new Partial(last)).apply(real)) {
                @Override
                public Set<Capability> capabilities() {
                    return Set.of(Capability.TOTAL_ORDER);
                }
            };
        };
    }

    private static final class Partial implements BrokenPubSubs.Delivery {
        private final String last;
        private final List<byte[]> waiting = new ArrayList<>();
        private int others;

        Partial(String last) {
            this.last = last;
        }

        @Override
        public void deliver(byte[] payload, Listener to) {
            if (PubSubTests.text(payload).startsWith(last)) {
                waiting.add(payload);
            } else {
                to.onMessage(payload);
                others++;
            }
            if (others >= 600) {
                waiting.forEach(to::onMessage);
                waiting.clear();
            }
        }
    }

    /** Knows how its link is. */
    private static class Telling extends ForwardingBackplane {
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

    private static final class Forgetful extends Telling {
        Forgetful(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return super.subscribe(subject, payload -> {
                if (!wasAway) {
                    listener.onMessage(payload);
                }
            });
        }

        @Override
        public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
            return super.respond(subject, question -> wasAway ? new CompletableFuture<>() : responder.answer(question));
        }
    }

    private static final class Fragile extends ForwardingBackplane {
        private final List<StatusListener> listeners = new CopyOnWriteArrayList<>();

        Fragile(Backplane real) {
            super(real);
        }

        @Override
        public Runnable onStatus(StatusListener listener) {
            listeners.add(listener);
            return super.onStatus(status -> listeners.forEach(one -> one.onStatus(status)));
        }
    }

    private static final class Replaying extends Telling {
        // A refusal may be told on another thread, after publish has returned.
        private final Queue<byte[]> refused = new ConcurrentLinkedQueue<>();

        Replaying(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Void> publish(Subject subject, byte[] payload) {
            return super.publish(subject, payload).whenComplete((done, failure) -> {
                if (failure != null) {
                    refused.add(payload);
                } else {
                    for (byte[] late = refused.poll(); late != null; late = refused.poll()) {
                        super.publish(subject, late);
                    }
                }
            });
        }
    }

    private static final class Careless extends Telling {
        Careless(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return super.subscribe(subject, listener).thenApply(one -> () -> away ? BrokenPubSubs.done() : one.close());
        }
    }

    private static final class Mute extends Telling {
        Mute(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Void> publish(Subject subject, byte[] payload) {
            return wasAway ? BrokenPubSubs.done() : super.publish(subject, payload);
        }
    }

    private static final class Immortal extends ForwardingBackplane {
        Immortal(Backplane real) {
            super(real);
        }

        @Override
        public void close() {}
    }
}
