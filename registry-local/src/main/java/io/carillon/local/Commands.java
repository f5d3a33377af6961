package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryException;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
import io.carillon.local.Command.Act;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for connections that live on other instances (join, leave, disconnect), and what others ask for ours. A question is asked twice
 * under one request id if the first answer does not come; the owner remembers its last outcomes, so it acts once.
 */
final class Commands {
    private static final int REMEMBERED = 4_096;
    private static final int TRIES = 2;

    private final InstanceId self;
    private final PubSubSystem pubSub;
    private final MembershipStore store;
    private final Registrations registrations;
    private final Duration timeout;
    private final AtomicLong lastRequest = new AtomicLong();
    private final Rejects malformed;
    private volatile boolean refusing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, CompletableFuture<byte[]>> outcomes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<byte[]>> eldest) {
            return size() > REMEMBERED;
        }
    };

    Commands(
            InstanceId self,
            PubSubSystem pubSub,
            MembershipStore store,
            Registrations registrations,
            Duration timeout,
            Events events) {
        this.self = self;
        this.pubSub = pubSub;
        this.store = store;
        this.registrations = registrations;
        this.timeout = timeout;
        this.malformed = new Rejects("command", events.observer);
    }

    static Subject inbox(InstanceId instance) {
        return new Subject(Subject.Kind.INSTANCE, instance.value());
    }

    /** Done by the owner: here, or wherever the connection lives. */
    CompletableFuture<JoinResult> join(ConnectionId connection, Target.Group group) {
        return connection.instance().equals(self)
                ? registrations.join(connection, group)
                : ask(
                        connection,
                        new Act.Join(group),
                        outcome -> outcome.joined().orElse(JoinResult.JOINED));
    }

    /** Done by the owner. */
    CompletableFuture<Void> leave(ConnectionId connection, Target.Group group) {
        return connection.instance().equals(self)
                ? registrations.leave(connection, group)
                : ask(connection, new Act.Leave(group), outcome -> null);
    }

    /** Done by the owner. */
    CompletableFuture<SendResult> disconnect(ConnectionId connection, CloseReason reason) {
        return connection.instance().equals(self)
                ? registrations.disconnect(connection, reason)
                : ask(connection, new Act.Disconnect(reason), outcome -> SendResult.ACCEPTED);
    }

    /** Refuses what others ask from now on. */
    void refuse() {
        refusing = true;
    }

    /** On the driver's thread; what there is to do is short, and goes on elsewhere. */
    CompletionStage<byte[]> answer(byte[] question) {
        Command command;
        try {
            command = Command.decode(question);
        } catch (MalformedEnvelopeException e) {
            malformed.add(question, e.getMessage());
            return CompletableFuture.failedStage(e);
        }
        CompletableFuture<byte[]> outcome = new CompletableFuture<>();
        lock.lock();
        try {
            CompletableFuture<byte[]> first = outcomes.putIfAbsent(command.requestId(), outcome);
            if (first != null) {
                return first;
            }
        } finally {
            lock.unlock();
        }
        execute(command)
                .whenComplete((done, error) ->
                        outcome.complete(Outcome.of(self, done, error).encode()));
        return outcome;
    }

    private CompletableFuture<?> execute(Command command) {
        ConnectionId connection = command.connection();
        if (refusing) {
            return CompletableFuture.failedFuture(new RegistryClosedException("instance " + self + " is draining"));
        }
        if (command.act() instanceof Act.Join join) {
            return registrations.join(connection, join.group());
        } else if (command.act() instanceof Act.Leave leave) {
            return registrations.leave(connection, leave.group());
        }
        return registrations.disconnect(connection, ((Act.Disconnect) command.act()).reason());
    }

    private <T> CompletableFuture<T> ask(ConnectionId connection, Act act, Function<Outcome, @Nullable T> result) {
        // The instance id is never reused and the number is not either, so no two requests of the cluster are the same.
        String requestId = lastRequest.incrementAndGet() + "@" + self;
        CompletableFuture<T> attempt = new CompletableFuture<>();
        CompletionStage<Void> judged = failIfDead(connection, attempt);
        ask(new Command(requestId, connection, act), TRIES, judged, attempt, result);
        return attempt;
    }

    /** That nobody answers may mean that the owner is dead, which is worth more to the caller, and known soon. */
    private <T> void ask(
            Command command,
            int tries,
            CompletionStage<Void> judged,
            CompletableFuture<T> attempt,
            Function<Outcome, @Nullable T> result) {
        InstanceId owner = command.connection().instance();
        pubSub.request(inbox(owner), command.encode(), timeout.dividedBy(TRIES)).whenComplete((answer, error) -> {
            if (error == null) {
                end(owner, answer, attempt, result);
            } else {
                RegistryException why = Operation.unwrap(error);
                if (why instanceof BackplaneTimeoutException && tries > 1 && !attempt.isDone()) {
                    ask(command, tries - 1, judged, attempt, result);
                } else {
                    boolean firstMayHaveWorked = tries < TRIES && why instanceof BackplaneUnavailableException;
                    judged.whenComplete((done, unjudged) -> attempt.completeExceptionally(
                            firstMayHaveWorked
                                    ? new BackplaneTimeoutException("asked twice, the outcome is unknown", why)
                                    : why));
                }
            }
        });
    }

    private static <T> void end(
            InstanceId owner, byte[] answer, CompletableFuture<T> attempt, Function<Outcome, @Nullable T> result) {
        try {
            Outcome outcome = Outcome.decode(answer);
            if (!outcome.responder().equals(owner)) {
                attempt.completeExceptionally(new BackplaneTimeoutException(
                        "instance " + outcome.responder() + " answered for " + owner + ", the outcome is unknown"));
            } else if (outcome.error().isPresent()) {
                attempt.completeExceptionally(outcome.error().get());
            } else {
                attempt.complete(result.apply(outcome));
            }
        } catch (MalformedEnvelopeException e) {
            attempt.completeExceptionally(
                    new BackplaneTimeoutException("the answer cannot be read, the outcome is unknown", e));
        }
    }

    /** Nobody needs to wait for an instance that is known to be dead. */
    private CompletionStage<Void> failIfDead(ConnectionId connection, CompletableFuture<?> attempt) {
        return store.leases().thenAccept(states -> {
            if (states.stream()
                    .noneMatch(state -> state.live() && state.lease().instance().equals(connection.instance()))) {
                attempt.completeExceptionally(new UnknownConnectionException(
                        "connection " + connection + " lives on no instance that is alive"));
            }
        });
    }
}
