package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.RegistryException;
import io.carillon.Target;
import io.carillon.UnknownConnectionException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins and leaves for connections that live on other instances, and what others ask for ours. A question is asked twice
 * under one request id if the first answer does not come; the owner remembers its last outcomes, so it acts once.
 */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int REMEMBERED = 4_096;
    private static final int TRIES = 2;

    private final InstanceId self;
    private final PubSubSystem pubSub;
    private final MembershipStore store;
    private final Registrations registrations;
    private final Duration timeout;
    private final AtomicLong lastRequest = new AtomicLong();
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
            Duration timeout) {
        this.self = self;
        this.pubSub = pubSub;
        this.store = store;
        this.registrations = registrations;
        this.timeout = timeout;
    }

    static Subject inbox(InstanceId instance) {
        return new Subject(Subject.Kind.INSTANCE, instance.value());
    }

    /** Done by the owner: here, or wherever the connection lives. */
    CompletableFuture<Void> execute(Command.Kind kind, ConnectionId connection, Target.Group group) {
        if (connection.instance().equals(self)) {
            return executeHere(kind, connection, group);
        }
        // The instance id is never reused and the number is not either, so no two requests of the cluster are the same.
        String requestId = lastRequest.incrementAndGet() + "@" + self;
        CompletableFuture<Void> attempt = new CompletableFuture<>();
        failIfDead(connection, attempt);
        ask(new Command(kind, requestId, connection, group), TRIES, attempt);
        return attempt;
    }

    /** On the driver's thread; what there is to do is short, and goes on elsewhere. */
    CompletionStage<byte[]> answer(byte[] question) {
        Command command;
        try {
            command = Command.decode(question);
        } catch (MalformedEnvelopeException e) {
            LOG.warn("Dropped a malformed command of {} bytes: {}", question.length, e.getMessage());
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
        executeHere(command.kind(), command.connection(), command.group())
                .whenComplete((done, error) ->
                        outcome.complete(Outcome.of(self, error).encode()));
        return outcome;
    }

    private CompletableFuture<Void> executeHere(Command.Kind kind, ConnectionId connection, Target.Group group) {
        return switch (kind) {
            case JOIN -> registrations.join(connection, group);
            case LEAVE -> registrations.leave(connection, group);
        };
    }

    private void ask(Command command, int tries, CompletableFuture<Void> attempt) {
        InstanceId owner = command.connection().instance();
        pubSub.request(inbox(owner), command.encode(), timeout.dividedBy(TRIES)).whenComplete((answer, error) -> {
            if (error == null) {
                end(owner, answer, attempt);
            } else {
                RegistryException why = Operation.unwrap(error);
                if (why instanceof BackplaneTimeoutException && tries > 1 && !attempt.isDone()) {
                    ask(command, tries - 1, attempt);
                } else {
                    boolean firstMayHaveWorked = tries < TRIES && why instanceof BackplaneUnavailableException;
                    attempt.completeExceptionally(
                            firstMayHaveWorked
                                    ? new BackplaneTimeoutException("asked twice, the outcome is unknown", why)
                                    : why);
                }
            }
        });
    }

    private static void end(InstanceId owner, byte[] answer, CompletableFuture<Void> attempt) {
        try {
            Outcome outcome = Outcome.decode(answer);
            if (!outcome.responder().equals(owner)) {
                attempt.completeExceptionally(new BackplaneTimeoutException(
                        "instance " + outcome.responder() + " answered for " + owner + ", the outcome is unknown"));
            } else if (outcome.error().isPresent()) {
                attempt.completeExceptionally(outcome.error().get());
            } else {
                attempt.complete(null);
            }
        } catch (MalformedEnvelopeException e) {
            attempt.completeExceptionally(
                    new BackplaneTimeoutException("the answer cannot be read, the outcome is unknown", e));
        }
    }

    /** Nobody needs to wait for an instance that is known to be dead. */
    private void failIfDead(ConnectionId connection, CompletableFuture<Void> attempt) {
        store.leases().thenAccept(states -> {
            if (states.stream()
                    .noneMatch(state -> state.live() && state.lease().instance().equals(connection.instance()))) {
                attempt.completeExceptionally(new UnknownConnectionException(
                        "connection " + connection + " lives on no instance that is alive"));
            }
        });
    }
}
