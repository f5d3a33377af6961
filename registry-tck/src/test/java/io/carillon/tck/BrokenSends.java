package io.carillon.tck;

import static io.carillon.tck.Flaw.ofRegistry;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionRegistry;
import io.carillon.JoinResult;
import io.carillon.Message;
import io.carillon.SendOptions;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What can be wrong with messages and closes in a registry: the rules CR-4 and CR-5. */
final class BrokenSends {
    private static final CompletionStage<SendResult> ACCEPTED = CompletableFuture.completedStage(SendResult.ACCEPTED);

    private BrokenSends() {}

    static List<Flaw> all() {
        return List.of(
                ofRegistry("CR-4.1", "a group is everyone", to(BrokenSends::wide)),
                ofRegistry(
                        "CR-4.2",
                        "who has no members sends to nobody",
                        sending((real, sent) -> real.localCount() == 0 ? ACCEPTED : sent.by(real))),
                ofRegistry("CR-4.3", "a user is one connection", sending(BrokenSends::toTheFirst)),
                ofRegistry(
                        "CR-4.4",
                        "one connection's end is the user's",
                        BrokenRegistries.unregistering(BrokenRegistries::unregisterTheUser)),
                ofRegistry("CR-4.5", "one connection is its user", sending(BrokenSends::toTheUser)),
                ofRegistry("CR-4.6", "everyone is here", sending(BrokenSends::locally)),
                ofRegistry(
                        "CR-4.7",
                        "there are no exceptions",
                        to(audience -> new Audience(audience.targets(), Set.of()))),
                ofRegistry("CR-4.8", "each target is sent to", sending((real, sent) -> {
                    sent.audience().targets().forEach(target -> real.send(Audience.of(target), sent.message()));
                    return ACCEPTED;
                })),
                ofRegistry("CR-4.9", "neighbours are swapped", Swapping::new),
                ofRegistry("CR-4.10", "who fails ends it for all", Brittle::new),
                ofRegistry(
                        "CR-4.11",
                        "nobody is an error",
                        sending((real, sent) -> real.count(
                                        sent.audience().targets().iterator().next())
                                .thenCompose(count -> count == 0
                                        ? CompletableFuture.failedStage(new UnknownConnectionException("nobody"))
                                        : sent.by(real)))),
                ofRegistry(
                        "CR-4.12",
                        "all is text",
                        sending((real, sent) -> real.send(
                                sent.audience(),
                                sent.message() instanceof Message.Binary ? Message.text("binary") : sent.message()))),
                ofRegistry(
                        "CR-4.13",
                        "ids are passed over",
                        sending((real, sent) -> real.send(sent.audience(), sent.message()))),
                ofRegistry("CR-5.1", "a close is promised", disconnecting((real, audience) -> ACCEPTED)),
                ofRegistry(
                        "CR-5.2",
                        "who is not there was closed",
                        disconnecting((real, audience) -> real.disconnect(audience, CloseReason.NORMAL)
                                .exceptionally(error -> SendResult.ACCEPTED))),
                ofRegistry("CR-5.3", "a close knows no exceptions", real -> new ForwardingRegistry(real) {
                    @Override
                    public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
                        return super.disconnect(new Audience(audience.targets(), Set.of()), reason);
                    }
                }),
                ofRegistry("CR-7.2", "case is folded", to(BrokenSends::folded)));
    }

    /** What is to be sent. */
    private record Sent(Audience audience, Message message, SendOptions options) {
        CompletionStage<SendResult> by(ConnectionRegistry registry) {
            return registry.send(audience, message, options);
        }

        boolean isFor(Class<? extends Target> kind) {
            return kind.isInstance(audience.targets().iterator().next());
        }
    }

    private static UnaryOperator<ConnectionRegistry> sending(
            BiFunction<ConnectionRegistry, Sent, CompletionStage<SendResult>> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
                return how.apply(real, new Sent(audience, message, options));
            }
        };
    }

    private static UnaryOperator<ConnectionRegistry> to(UnaryOperator<Audience> whom) {
        return sending((real, sent) -> real.send(whom.apply(sent.audience()), sent.message(), sent.options()));
    }

    private static UnaryOperator<ConnectionRegistry> disconnecting(
            BiFunction<ConnectionRegistry, Audience, CompletionStage<SendResult>> how) {
        return real -> new ForwardingRegistry(real) {
            @Override
            public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
                return how.apply(real, audience);
            }
        };
    }

    private static Audience wide(Audience audience) {
        return audience.targets().iterator().next() instanceof Target.Group ? Audience.everyone() : audience;
    }

    private static Audience folded(Audience audience) {
        return audience.targets().iterator().next() instanceof Target.User user
                ? Audience.user(user.name().toLowerCase(Locale.ROOT))
                : audience;
    }

    private static CompletionStage<SendResult> toTheFirst(ConnectionRegistry real, Sent sent) {
        return sent.isFor(Target.User.class)
                ? real.connectionsOf("ada")
                        .thenCompose(
                                all -> real.send(Audience.connection(all.get(0).id()), sent.message()))
                : sent.by(real);
    }

    private static CompletionStage<SendResult> toTheUser(ConnectionRegistry real, Sent sent) {
        return sent.isFor(Target.Connection.class) ? real.send(Audience.user("ada"), sent.message()) : sent.by(real);
    }

    private static CompletionStage<SendResult> locally(ConnectionRegistry real, Sent sent) {
        if (sent.isFor(Target.Everyone.class)) {
            real.connections().forEach(connection -> connection.offer(sent.message()));
            return ACCEPTED;
        }
        return sent.by(real);
    }

    private static final class Swapping extends ForwardingRegistry {
        private Sent waiting;

        Swapping(ConnectionRegistry real) {
            super(real);
        }

        @Override
        public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
            if (waiting == null) {
                waiting = new Sent(audience, message, options);
                return ACCEPTED;
            }
            super.send(audience, message, options);
            Sent first = waiting;
            waiting = null;
            return first.by(real);
        }
    }

    /** When one connection has thrown, none is told anything any more. */
    private static final class Brittle extends ForwardingRegistry {
        private volatile boolean broken;

        Brittle(ConnectionRegistry real) {
            super(real);
        }

        @Override
        public CompletionStage<JoinResult> register(Connection connection) {
            return super.register(new ForwardingConnection(connection) {
                @Override
                public Offer offer(Message message) {
                    if (broken) {
                        return Offer.DROPPED;
                    }
                    broken = true;
                    Offer outcome = super.offer(message);
                    broken = false;
                    return outcome;
                }
            });
        }
    }
}
