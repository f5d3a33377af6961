package io.carillon.tck;

import static io.carillon.tck.Flaw.ofBackplane;
import static io.carillon.tck.Flaw.ofListener;
import static io.carillon.tck.Flaw.ofRegistry;

import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.spi.Backplane;
import io.carillon.spi.Connection;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore.Departure;
import io.carillon.spi.MembershipStore.LeaseState;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Responder;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What can be wrong with hubs, or with what they stand on: the rules CL. */
final class BrokenClusters {
    private BrokenClusters() {}

    static List<Flaw> all() {
        UnaryOperator<ConnectionRegistry> joined = BrokenRegistries.joining(BrokenRegistries::joined);
        return List.of(
                ofBackplane("CL-1.1", "every question is the first one", Stuck::new),
                ofRegistry("CL-1.2", "whatever is answered is believed", joined),
                ofRegistry("CL-1.3", "nobody knows is joined", joined),
                ofRegistry("CL-1.4", "no answer is joined", joined),
                ofBackplane("CL-1.5", "questions are numbered by who answers", Renumbering::new),
                ofRegistry("CL-2.1", "a group that failed once is dead", DeadGroup::new),
                ofRegistry("CL-2.2", "a group that failed once is dead", DeadGroup::new),
                ofRegistry("CL-3.1", "a hub is always ready", real -> new ForwardingRegistry(real) {
                    @Override
                    public Health health() {
                        return Health.READY;
                    }
                }),
                ofRegistry("CL-3.2", "without a link everybody joins", joined),
                ofListener("CL-4.1", "whoever is lost is told twice", Echo::new),
                Flaw.immortal("CL-4.2"),
                ofBackplane("CL-4.3", "who has lost its lease gets no other", OneLease::new),
                ofBackplane("CL-4.4", "the others always look dead", Suspicious::new),
                ofBackplane("CL-4.5", "who is forgotten is not told so", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<Boolean> renew(Lease lease) {
                        return super.renew(lease).thenApply(lives -> true);
                    }
                }),
                ofListener("CL-5.1", "gaps are not told", Silent::new),
                ofRegistry("CL-5.2", "everything is offered twice", Doubling::new),
                ofListener("CL-5.3", "gaps are not told", Silent::new),
                ofBackplane(
                        "CL-5.4",
                        "what is garbage ends the subscription",
                        real -> BrokenPubSubs.hearing(Squeamish::new).apply(real)),
                ofListener("CL-6.1", "whoever comes is told twice", Echo::new),
                ofBackplane("CL-7.1", "nothing is cleared up", real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<List<Departure>> purge(Lease lease, int limit) {
                        return CompletableFuture.completedStage(List.of());
                    }
                }));
    }

    private static final class Doubling extends ForwardingRegistry {
        Doubling(ConnectionRegistry real) {
            super(real);
        }

        @Override
        public CompletionStage<JoinResult> register(Connection connection) {
            return super.register(new ForwardingConnection(connection) {
                @Override
                public Offer offer(Message message) {
                    super.offer(message);
                    return super.offer(message);
                }
            });
        }
    }

    private static final class Stuck extends ForwardingBackplane {
        private volatile byte[] first;

        Stuck(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
            first = first == null ? payload : first;
            return super.request(subject, first, timeout);
        }
    }

    /** The number of a request is the first digit that it has. */
    private static final class Renumbering extends ForwardingBackplane {
        private int number;

        Renumbering(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
            return super.respond(subject, question -> {
                byte[] changed = question.clone();
                for (int i = 2; i < changed.length; i++) {
                    if (changed[i] == '@') {
                        changed[i - 1] = (byte) ('1' + ++number % 9);
                        break;
                    }
                }
                return responder.answer(changed);
            });
        }
    }

    private static final class DeadGroup extends ForwardingRegistry {
        private final Map<String, Throwable> failed = new ConcurrentHashMap<>();

        DeadGroup(ConnectionRegistry real) {
            super(real);
        }

        @Override
        public CompletionStage<JoinResult> join(ConnectionId id, String group) {
            Throwable before = failed.get(group);
            return before != null
                    ? CompletableFuture.failedStage(before)
                    : super.join(id, group).whenComplete((done, error) -> {
                        if (error != null) {
                            failed.put(group, error);
                        }
                    });
        }
    }

    private static final class OneLease extends ForwardingBackplane {
        private boolean given;

        OneLease(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
            if (given) {
                return CompletableFuture.failedStage(new BackplaneUnavailableException("refused on purpose"));
            }
            given = true;
            return super.acquire(instance, above, duration);
        }
    }

    private static final class Suspicious extends ForwardingBackplane {
        private volatile InstanceId own;

        Suspicious(Backplane real) {
            super(real);
        }

        @Override
        public CompletionStage<Lease> acquire(InstanceId instance, long above, Duration duration) {
            own = instance;
            return super.acquire(instance, above, duration);
        }

        @Override
        public CompletionStage<List<LeaseState>> leases() {
            return super.leases()
                    .thenApply(states -> states.stream()
                            .map(state -> new LeaseState(
                                    state.lease(),
                                    state.live() && state.lease().instance().equals(own)))
                            .toList());
        }
    }

    private static final class Squeamish implements BrokenPubSubs.Delivery {
        private boolean ended;

        @Override
        public void deliver(byte[] payload, Listener to) {
            ended |= payload.length == 0;
            if (!ended) {
                to.onMessage(payload);
            }
        }
    }

    /** Tells of comings and goings twice. */
    private static final class Echo implements RegistryListener {
        private final RegistryListener real;

        Echo(RegistryListener real) {
            this.real = real;
        }

        @Override
        public void joined(Member member, String group) {
            real.joined(member, group);
            real.joined(member, group);
        }

        @Override
        public void left(Member member, String group) {
            real.left(member, group);
            real.left(member, group);
        }

        @Override
        public void disconnected(Member member) {
            real.disconnected(member);
        }

        @Override
        public void offline(String user) {
            real.offline(user);
        }
    }

    private static final class Silent implements RegistryListener {
        Silent(RegistryListener real) {}

        @Override
        public void gap(Gap gap) {}
    }
}
