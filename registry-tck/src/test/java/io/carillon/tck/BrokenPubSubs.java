package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;
import static io.carillon.tck.PubSubTests.bytes;
import static io.carillon.tck.PubSubTests.text;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What can be wrong with publishing and subscribing: the rules PS-1, PS-2 and PS-6. */
final class BrokenPubSubs {
    private BrokenPubSubs() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane("PS-1.1", "the publisher does not hear itself", DeafToItself::new),
                ofBackplane("PS-1.1", "messages are dropped", hearing(() -> (payload, to) -> {})),
                ofBackplane("PS-1.2", "neighbours are swapped", hearing(Swapping::new)),
                ofBackplane("PS-1.3", "messages come twice", hearing(() -> (payload, to) -> {
                    to.onMessage(payload);
                    to.onMessage(payload);
                })),
                ofBackplane("PS-1.4", "equal messages are folded", hearing(Folding::new)),
                ofBackplane(
                        "PS-1.5",
                        "payloads are text",
                        hearing(() -> (payload, to) -> to.onMessage(bytes(text(payload))))),
                ofBackplane("PS-1.6", "the last message is kept for who comes", Remembering::new),
                ofBackplane("PS-1.7", "a refusal comes later", LateRefusal::new),
                ofBackplane("PS-1.8", "kinds share their names", naming(BrokenPubSubs::withoutKind)),
                ofBackplane("PS-1.9", "case is folded", naming(renaming(name -> name.toLowerCase(Locale.ROOT)))),
                ofBackplane(
                        "PS-1.9", "blanks are cut off", naming(renaming(name -> name.isBlank() ? name : name.strip()))),
                ofBackplane("PS-1.9", "names are cut to 63 characters", naming(renaming(BrokenPubSubs::cut))),
                ofBackplane("PS-1.9", "a star is a pattern", Pattern::new),
                ofBackplane("PS-2.1", "a subscription is confirmed before it is there", Hasty::new),
                ofBackplane("PS-2.2", "a listener is subscribed once", OnceEach::new),
                ofBackplane("PS-2.3", "who throws is told nothing more", hearing(Resentful::new)),
                ofBackplane("PS-2.4", "what failed is tried again by itself", Stubborn::new),
                ofBackplane(
                        "PS-2.5",
                        "messages still come when the close is done",
                        hearing(() -> (payload, to) -> Later.LATE.execute(() -> to.onMessage(payload)))),
                ofBackplane("PS-2.5", "a close does nothing", real -> new Closes(real, (all, one, times) -> done())),
                ofBackplane(
                        "PS-2.6",
                        "a close ends all of its subject",
                        real -> new Closes(real, (all, one, times) -> closeAll(all))),
                ofBackplane(
                        "PS-2.7",
                        "a second close ends another one",
                        real -> new Closes(real, (all, one, times) -> times == 1 ? one.close() : closeAll(all))),
                ofBackplane(
                        "PS-2.8",
                        "several are told at once",
                        hearing(() -> (payload, to) -> Later.MANY.execute(() -> to.onMessage(payload)))),
                ofBackplane("PS-2.9", "who comes again is told the last message", Remembering::new),
                ofBackplane("PS-6.1", "who is told something cannot ask", Reentrant::new));
    }

    /** How one subscription is told. */
    @FunctionalInterface
    interface Delivery {
        void deliver(byte[] payload, Listener to);
    }

    static UnaryOperator<Backplane> hearing(Supplier<Delivery> deliveries) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
                Delivery delivery = deliveries.get();
                return super.subscribe(subject, payload -> delivery.deliver(payload, listener));
            }
        };
    }

    private static UnaryOperator<Backplane> naming(UnaryOperator<Subject> name) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Void> publish(Subject subject, byte[] payload) {
                return super.publish(name.apply(subject), payload);
            }

            @Override
            public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
                return super.subscribe(name.apply(subject), listener);
            }
        };
    }

    private static UnaryOperator<Subject> renaming(UnaryOperator<String> name) {
        return subject -> new Subject(subject.kind(), name.apply(subject.name()));
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(63, name.length()));
    }

    private static Subject withoutKind(Subject subject) {
        return subject.name().isEmpty() ? subject : Subject.application(subject.name());
    }

    static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    private static CompletionStage<Void> closeAll(List<Subscription> all) {
        all.forEach(Subscription::close);
        return done();
    }

    private static final class DeafToItself extends ForwardingBackplane {
        private final Set<byte[]> own = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

        DeafToItself(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Void> publish(Subject subject, byte[] payload) {
            own.add(payload);
            return super.publish(subject, payload);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return super.subscribe(subject, payload -> {
                if (!own.contains(payload)) {
                    listener.onMessage(payload);
                }
            });
        }
    }

    static final class Swapping implements Delivery {
        private byte[] waiting;

        @Override
        public void deliver(byte[] payload, Listener to) {
            if (waiting == null) {
                waiting = payload;
            } else {
                to.onMessage(payload);
                to.onMessage(waiting);
                waiting = null;
            }
        }
    }

    private static final class Folding implements Delivery {
        private byte[] last = {};

        @Override
        public void deliver(byte[] payload, Listener to) {
            if (!Arrays.equals(payload, last)) {
                to.onMessage(payload);
            }
            last = payload;
        }
    }

    private static final class Resentful implements Delivery {
        private boolean offended;

        @Override
        public void deliver(byte[] payload, Listener to) {
            if (!offended) {
                offended = true;
                to.onMessage(payload);
                offended = false;
            }
        }
    }

    private static final class Remembering extends ForwardingBackplane {
        private final Map<Subject, byte[]> last = new ConcurrentHashMap<>();

        Remembering(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            byte[] kept = last.get(subject);
            if (kept != null) {
                listener.onMessage(kept);
            }
            return super.subscribe(subject, payload -> {
                last.put(subject, payload);
                listener.onMessage(payload);
            });
        }
    }

    /** A refusal that comes when somebody waits for it. */
    private static final class LateRefusal extends ForwardingBackplane {
        LateRefusal(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Void> publish(Subject subject, byte[] payload) {
            return new CompletableFuture<>() {
                @Override
                public <U> CompletableFuture<U> handle(BiFunction<? super Void, Throwable, ? extends U> then) {
                    LateRefusal.super.publish(subject, payload).whenComplete((done, error) -> {
                        if (error == null) {
                            complete(null);
                        } else {
                            completeExceptionally(error);
                        }
                    });
                    return super.handle(then);
                }
            };
        }
    }

    private static final class Pattern extends ForwardingBackplane {
        Pattern(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            if (subject.name().equals("*")) {
                super.subscribe(Subject.application("a"), listener);
            }
            return super.subscribe(subject, listener);
        }
    }

    private static final class Hasty extends ForwardingBackplane {
        Hasty(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            CompletionStage<Subscription> later = Later.call(() -> super.subscribe(subject, listener));
            return CompletableFuture.completedStage(() -> later.thenCompose(Subscription::close));
        }
    }

    private static final class OnceEach extends ForwardingBackplane {
        private final List<Listener> known = new ArrayList<>();

        OnceEach(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            if (known.contains(listener)) {
                return CompletableFuture.completedStage(BrokenPubSubs::done);
            }
            known.add(listener);
            return super.subscribe(subject, listener);
        }
    }

    /** What was refused it asks for again behind the next one that is not. */
    private static final class Stubborn extends ForwardingBackplane {
        private final Map<Listener, Subject> refused = new ConcurrentHashMap<>();

        Stubborn(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return super.subscribe(subject, listener).whenComplete((done, error) -> {
                if (error != null) {
                    refused.put(listener, subject);
                } else {
                    refused.forEach((who, what) -> super.subscribe(what, who));
                    refused.clear();
                }
            });
        }
    }

    /** Does something else when a subscription is closed. */
    static final class Closes extends ForwardingBackplane {
        private final List<Subscription> all = new CopyOnWriteArrayList<>();
        private final Closing closing;

        Closes(Backplane real, Closing closing) {
            super(real);
            this.closing = closing;
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return super.subscribe(subject, listener).thenApply(this::of);
        }

        @Override
        public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
            return super.respond(subject, responder).thenApply(this::of);
        }

        private Subscription of(Subscription one) {
            all.add(one);
            int[] times = {0};
            return () -> closing.close(all, one, ++times[0]);
        }

        @FunctionalInterface
        interface Closing {
            CompletionStage<Void> close(List<Subscription> all, Subscription one, int times);
        }
    }

    private static final class Reentrant extends ForwardingBackplane {
        private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);

        Reentrant(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
            return super.subscribe(subject, payload -> {
                telling.set(true);
                listener.onMessage(payload);
                telling.set(false);
            });
        }

        @Override
        public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
            return telling.get()
                    ? CompletableFuture.failedStage(new BackplaneUnavailableException("busy on purpose"))
                    : super.request(subject, payload, timeout);
        }
    }
}
