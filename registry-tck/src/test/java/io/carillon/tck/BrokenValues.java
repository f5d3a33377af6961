package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;

import io.carillon.LimitExceededException;
import io.carillon.spi.Backplane;
import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What can be wrong with values that hold for the whole cluster: the rules CV. */
final class BrokenValues {
    private BrokenValues() {}

    static List<Flaw> all() {
        return List.of(
                ofBackplane(
                        "CV-1.1",
                        "values are text",
                        putting((real, name, value, life) ->
                                real.put(name, ValueTests.bytes(ValueTests.text(value)), life))),
                ofBackplane("CV-1.1", "each instance has its own", naming(new Naming() {})),
                ofBackplane(
                        "CV-1.2",
                        "the first one stays",
                        putting((real, name, value, life) ->
                                real.get(name).thenCompose(there -> real.put(name, there.orElse(value), life)))),
                ofBackplane("CV-1.2", "the first life stays", FirstLife::new),
                ofBackplane(
                        "CV-1.3",
                        "values stay for ever",
                        putting((real, name, value, life) -> real.put(name, value, ValueTests.LONG))),
                ofBackplane(
                        "CV-1.3",
                        "values go early",
                        putting((real, name, value, life) -> real.put(name, value, ValueTests.SHORT))),
                ofBackplane(
                        "CV-1.4",
                        "long values are cut",
                        putting((real, name, value, life) ->
                                real.put(name, Arrays.copyOf(value, Math.min(value.length, 4_096)), life))),
                ofBackplane(
                        "CV-1.4",
                        "long values are refused too early",
                        putting((real, name, value, life) -> value.length < 4_096
                                ? real.put(name, value, life)
                                : CompletableFuture.failedStage(new LimitExceededException("4,095 at most")))),
                ofBackplane("CV-1.5", "a life out of bounds is a long one", Mending::new),
                ofBackplane("CV-2.1", "a look takes it away", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Optional<byte[]>> get(String name) {
                        return take(name);
                    }
                }),
                ofBackplane("CV-3.1", "what is taken stays there", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Optional<byte[]>> take(String name) {
                        return get(name);
                    }
                }),
                ofBackplane("CV-3.2", "taking is two steps", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Optional<byte[]>> take(String name) {
                        return get(name)
                                .thenCompose(found ->
                                        Later.call(() -> super.take(name)).thenApply(taken -> found));
                    }
                }),
                ofBackplane("CV-4.1", "every instance has its own limit", naming(new Naming() {})),
                ofBackplane(
                        "CV-4.1",
                        "one more is let in",
                        holding((real, name, holder, limit, life) ->
                                real.hold(name, holder, limit == Integer.MAX_VALUE ? limit : limit + 1, life))),
                ofBackplane("CV-4.2", "who asks again counts twice", Counting::new),
                ofBackplane(
                        "CV-4.3",
                        "places are held for ever",
                        holding((real, name, holder, limit, life) -> real.hold(name, holder, limit, ValueTests.LONG))),
                ofBackplane("CV-4.4", "who asks again gets no new life", FirstLife::new),
                ofBackplane(
                        "CV-4.5",
                        "who is refused holds a place",
                        holding((real, name, holder, limit, life) -> real.hold(name, holder, limit, life)
                                .thenCompose(yes -> yes
                                        ? CompletableFuture.completedStage(true)
                                        : real.hold(name, holder, Integer.MAX_VALUE, life)
                                                .thenApply(held -> false)))),
                ofBackplane("CV-4.6", "a limit of less than one is one", Mending::new),
                ofBackplane("CV-5.1", "nothing is given back", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Void> release(String name, String holder) {
                        return CompletableFuture.completedStage(null);
                    }
                }),
                ofBackplane("CV-5.2", "a second release is another's", Generous::new),
                ofBackplane("CV-6.1", "case is folded", naming(new Naming() {
                    @Override
                    public String seen(Backplane real, String name) {
                        return name.toLowerCase(Locale.ROOT);
                    }
                })),
                ofBackplane("CV-6.2", "names are cut and filled", Mending::new),
                ofBackplane("CV-6.3", "holding a place takes what was put away", Clumsy::new),
                ofBackplane("CV-6.4", "calls overtake each other", Overtaking::new),
                ofBackplane("CV-6.5", "the driver's errors come through", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Optional<byte[]>> get(String name) {
                        return super.get(name)
                                .exceptionallyCompose(error ->
                                        CompletableFuture.failedStage(new IllegalStateException("the driver's")));
                    }
                }),
                ofBackplane("CV-6.6", "what is asked after the close waits for ever", Unending::new));
    }

    @FunctionalInterface
    private interface Put {
        CompletionStage<Void> put(ClusterValues real, String name, byte[] value, Duration life);
    }

    private static UnaryOperator<Backplane> putting(Put how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Void> put(String name, byte[] value, Duration life) {
                return how.put(real.values().orElseThrow(), name, value, life);
            }
        };
    }

    @FunctionalInterface
    private interface Hold {
        CompletionStage<Boolean> hold(ClusterValues real, String name, String holder, int limit, Duration life);
    }

    private static UnaryOperator<Backplane> holding(Hold how) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
                return how.hold(real.values().orElseThrow(), name, holder, limit, life);
            }
        };
    }

    /** How the broker sees a name; by itself each instance has names of its own. */
    private interface Naming {
        default String seen(Backplane real, String name) {
            return Integer.toHexString(System.identityHashCode(real)) + name;
        }
    }

    private static UnaryOperator<Backplane> naming(Naming naming) {
        return real -> new ForwardingBackplane(real) {
            @Override
            public CompletionStage<Void> put(String name, byte[] value, Duration life) {
                return super.put(naming.seen(real, name), value, life);
            }

            @Override
            public CompletionStage<Optional<byte[]>> get(String name) {
                return super.get(naming.seen(real, name));
            }

            @Override
            public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
                return super.hold(naming.seen(real, name), holder, limit, life);
            }
        };
    }

    /** What is there keeps its life. */
    private static final class FirstLife extends ForwardingBackplane {
        private final Map<String, Duration> lives = new ConcurrentHashMap<>();

        FirstLife(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Void> put(String name, byte[] value, Duration life) {
            return super.put(name, value, lives.computeIfAbsent(name, first -> life));
        }

        @Override
        public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
            boolean again = lives.putIfAbsent(holder, life) != null;
            return again ? CompletableFuture.completedStage(true) : super.hold(name, holder, limit, life);
        }
    }

    /** Makes something valid of whatever it is given. */
    private static final class Mending extends ForwardingBackplane {
        Mending(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Void> put(String name, byte[] value, Duration life) {
            return super.put(mended(name), value, ValueTests.LONG);
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return super.get(mended(name));
        }

        @Override
        public CompletionStage<Optional<byte[]>> take(String name) {
            return super.take(mended(name));
        }

        @Override
        public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
            return super.hold(mended(name), mended(holder), Math.max(limit, 1), ValueTests.LONG);
        }

        private static String mended(String name) {
            return name.isEmpty()
                    ? "_"
                    : name.substring(0, Math.min(name.length(), 256)).replace('\ud800', '?');
        }
    }

    /** Takes every asking for another holder's. */
    private static final class Counting extends ForwardingBackplane {
        private int asked;

        Counting(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
            return super.hold(name, holder + " " + asked++, limit, life);
        }
    }

    /** Makes room for one more at every release. */
    private static final class Generous extends ForwardingBackplane {
        private final Map<String, Integer> released = new ConcurrentHashMap<>();

        Generous(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
            return super.hold(name, holder, limit + released.getOrDefault(name, 0), life);
        }

        @Override
        public CompletionStage<Void> release(String name, String holder) {
            return super.release(name, released.merge(name, 1, Integer::sum) > 1 ? "2" : holder);
        }
    }

    private static final class Clumsy extends ForwardingBackplane {
        Clumsy(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
            return super.take(name).thenCompose(taken -> super.hold(name, holder, limit, life));
        }
    }

    private static final class Overtaking extends ForwardingBackplane {
        Overtaking(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Optional<byte[]>> take(String name) {
            return Later.call(() -> super.take(name));
        }

        @Override
        public CompletionStage<Void> release(String name, String holder) {
            return Later.call(() -> super.release(name, holder));
        }
    }

    private static final class Unending extends ForwardingBackplane {
        private volatile boolean closed;

        Unending(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
            return closed ? new CompletableFuture<>() : super.get(name);
        }

        @Override
        public void close() {
            closed = true;
            super.close();
        }
    }
}
