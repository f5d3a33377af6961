package io.carillon.tck;

import static io.carillon.tck.Flaw.ofRegistry;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be wrong with who is where in a registry: the rules CR, but for sending. */
final class BrokenRegistries {
    private BrokenRegistries() {}

    static List<Flaw> all() {
        return Stream.of(registering(), joining(), asking())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Flaw> registering() {
        return List.of(
                ofRegistry("CR-1.1", "all have the same id", real -> new ForwardingRegistry(real) {
                    @Override
                    public InstanceId instanceId() {
                        return new InstanceId("same");
                    }
                }),
                ofRegistry(
                        "CR-2.1",
                        "a registration is done too early",
                        registering((real, one) -> early(() -> real.register(one)))),
                ofRegistry(
                        "CR-2.2",
                        "attributes are lost",
                        registering(
                                (real, one) -> real.register(new RecordingConnection(one.id(), one.user(), Map.of())))),
                ofRegistry("CR-2.3", "what is foreign is passed over", registering(BrokenRegistries::lenient)),
                ofRegistry("CR-2.4", "what is there is passed over", registering(BrokenRegistries::lenient)),
                ofRegistry("CR-2.5", "nobody is let go", unregistering((real, id) -> done())),
                ofRegistry(
                        "CR-2.6",
                        "who is not there cannot be let go",
                        unregistering((real, id) -> real.connection(id).isPresent() ? real.unregister(id) : unknown())),
                ofRegistry(
                        "CR-2.7",
                        "whoever goes before it is there comes all the same",
                        registering((real, one) -> Later.call(() -> real.register(one)))),
                ofRegistry("CR-2.8", "who goes takes its time", unregistering((real, id) -> {
                    Later.call(() -> real.unregister(id));
                    return done();
                })),
                ofRegistry(
                        "CR-2.9",
                        "who goes takes the user's others along",
                        unregistering(BrokenRegistries::unregisterTheUser)),
                ofRegistry("CR-9.1", "a drain closes and forgets to let go", real -> new ForwardingRegistry(real) {
                    @Override
                    public CompletionStage<Void> drain(Duration within) {
                        connections().forEach(connection -> connection.close(CloseReason.GOING_AWAY));
                        return done();
                    }
                }),
                ofRegistry("CR-9.2", "a negative time is none", real -> new ForwardingRegistry(real) {
                    @Override
                    public CompletionStage<Void> drain(Duration within) {
                        return super.drain(Duration.ZERO);
                    }
                }),
                Flaw.immortal("CR-10.1"),
                Flaw.immortal("CR-10.2"));
    }

    private static List<Flaw> joining() {
        return List.of(
                ofRegistry(
                        "CR-3.1",
                        "a join is done too early",
                        joining((real, id, group) -> early(() -> real.join(id, group)))),
                ofRegistry("CR-3.2", "joins are counted", Counting::new),
                ofRegistry("CR-3.3", "nobody leaves", leaving((real, id, group) -> done())),
                ofRegistry(
                        "CR-3.4",
                        "who is not there cannot leave",
                        leaving((real, id, group) -> real.groups(id)
                                .thenCompose(groups -> groups.contains(group) ? real.leave(id, group) : unknown()))),
                ofRegistry("CR-3.5", "everybody joins", joining(BrokenRegistries::joined)),
                ofRegistry(
                        "CR-3.6",
                        "only those who are here join",
                        joining((real, id, group) -> real.connection(id).isPresent()
                                ? real.join(id, group)
                                : CompletableFuture.failedStage(
                                        new UnknownConnectionException("not here on purpose")))),
                ofRegistry("CR-3.7", "who leaves all goes", real -> new ForwardingRegistry(real) {
                    @Override
                    public CompletionStage<Void> leaveAll(ConnectionId id) {
                        return unregister(id);
                    }
                }),
                ofRegistry("CR-3.8", "the second of two first ones is forgotten", Crowded::new),
                ofRegistry(
                        "CR-3.9",
                        "the last one to leave closes the group",
                        leaving((real, id, group) -> Later.call(() -> CompletableFuture.allOf(real.connections()
                                .map(one -> real.leave(one.id(), group).toCompletableFuture())
                                .toArray(CompletableFuture<?>[]::new))))),
                ofRegistry(
                        "CR-7.1",
                        "case is folded",
                        joining((real, id, group) -> real.join(id, group.toLowerCase(Locale.ROOT)))),
                ofRegistry("CR-7.3", "a name that is none is passed over", joining((real, id, group) -> {
                    try {
                        return real.join(id, group);
                    } catch (IllegalArgumentException e) {
                        return CompletableFuture.completedStage(JoinResult.JOINED);
                    }
                })));
    }

    private static List<Flaw> asking() {
        return List.of(
                ofRegistry(
                        "CR-6.1",
                        "only those who are here are shown",
                        paging((real, page) -> new Page<>(
                                page.items().stream()
                                        .filter(member ->
                                                real.connection(member.id()).isPresent())
                                        .toList(),
                                page.next()))),
                ofRegistry(
                        "CR-6.2",
                        "pages skip their last",
                        paging((real, page) -> new Page<>(
                                page.next().isEmpty()
                                        ? page.items()
                                        : page.items().subList(1, page.items().size()),
                                page.next()))),
                ofRegistry("CR-6.3", "an instance knows itself only", real -> new ForwardingRegistry(real) {
                    @Override
                    public CompletionStage<Set<InstanceId>> instances() {
                        return CompletableFuture.completedStage(Set.of(instanceId()));
                    }
                }),
                ofRegistry("CR-6.4", "a local count counts all", real -> new ForwardingRegistry(real) {
                    @Override
                    public int localCount() {
                        return count(new Target.Everyone())
                                .toCompletableFuture()
                                .join()
                                .intValue();
                    }
                }),
                ofRegistry("CR-8.1", "the stage is the registry's own", real -> new ForwardingRegistry(real) {
                    @Override
                    public CompletionStage<Set<String>> groups(ConnectionId id) {
                        return super.groups(id).toCompletableFuture();
                    }
                }));
    }

    static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    private static CompletionStage<Void> unknown() {
        return CompletableFuture.failedStage(new UnknownConnectionException("not there"));
    }

    private static CompletionStage<JoinResult> early(Supplier<CompletionStage<JoinResult>> call) {
        Later.call(call);
        return CompletableFuture.completedStage(JoinResult.JOINED);
    }

    private static CompletionStage<JoinResult> lenient(ConnectionRegistry real, Connection one) {
        try {
            return real.register(one);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedStage(JoinResult.JOINED);
        }
    }

    static CompletionStage<JoinResult> joined(ConnectionRegistry real, ConnectionId id, String group) {
        return real.join(id, group).exceptionally(error -> JoinResult.JOINED);
    }

    static CompletionStage<Void> unregisterTheUser(ConnectionRegistry real, ConnectionId id) {
        Optional<String> user = real.connection(id).flatMap(Connection::user);
        return CompletableFuture.allOf(real.connections()
                .filter(one -> one.user().equals(user))
                .map(one -> real.unregister(one.id()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private static UnaryOperator<ConnectionRegistry> registering(
            BiFunction<ConnectionRegistry, Connection, CompletionStage<JoinResult>> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<JoinResult> register(Connection connection) {
                return how.apply(real, connection);
            }
        };
    }

    static UnaryOperator<ConnectionRegistry> unregistering(
            BiFunction<ConnectionRegistry, ConnectionId, CompletionStage<Void>> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<Void> unregister(ConnectionId id) {
                return how.apply(real, id);
            }
        };
    }

    static UnaryOperator<ConnectionRegistry> joining(Membership<JoinResult> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<JoinResult> join(ConnectionId id, String group) {
                return how.change(real, id, group);
            }
        };
    }

    private static UnaryOperator<ConnectionRegistry> leaving(Membership<Void> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<Void> leave(ConnectionId id, String group) {
                return how.change(real, id, group);
            }
        };
    }

    private static UnaryOperator<ConnectionRegistry> paging(
            BiFunction<ConnectionRegistry, Page<Member>, Page<Member>> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
                return real.members(target, page).thenApply(found -> how.apply(real, found));
            }
        };
    }

    @FunctionalInterface
    interface Membership<T> {
        CompletionStage<T> change(ConnectionRegistry real, ConnectionId id, String group);
    }

    /** Whoever has joined twice has to leave twice. */
    private static final class Counting extends ForwardingRegistry {
        private final Map<ConnectionId, Integer> joins = new ConcurrentHashMap<>();

        Counting(ConnectionRegistry real) {
            super(real);
        }

        @Override
        public CompletionStage<JoinResult> join(ConnectionId id, String group) {
            joins.merge(id, 1, Integer::sum);
            return super.join(id, group);
        }

        @Override
        public CompletionStage<Void> leave(ConnectionId id, String group) {
            return joins.merge(id, -1, Integer::sum) == 0 ? super.leave(id, group) : done();
        }
    }

    private static final class Crowded extends ForwardingRegistry {
        private final Set<String> coming = ConcurrentHashMap.newKeySet();

        Crowded(ConnectionRegistry real) {
            super(real);
        }

        @Override
        public CompletionStage<JoinResult> join(ConnectionId id, String group) {
            return coming.add(group)
                    ? super.join(id, group).whenComplete((done, error) -> coming.remove(group))
                    : CompletableFuture.completedStage(JoinResult.JOINED);
        }
    }
}
