package io.carillon.jakarta;

import io.carillon.Health;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on a handshake before the upgrade, where a refusal can still be an HTTP status. Applications do not need it: it is
 * for what stands in front of an endpoint on one container, such as {@code carillon-transport-jakarta-servlet}, {@code -jetty} and
 * {@code -tyrus}. Those ask it for every request on the endpoint's path, and hand on the principal that it answers with.
 *
 * <p><b>Guarantees.</b> While the registry leaves, everybody gets 503, where the options name its
 * {@linkplain TransportOptions.Builder#health health}. An endpoint whose options name a {@link HandshakeAuthenticator} lets in nobody without that principal.
 *
 * <p><b>Threads.</b> Any thread may call.
 */
public final class HandshakeGate {
    /** How long an authenticator has: 5 s. Then the client gets 503. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** So many threads of a container may wait in one gate. Then clients get 503, and the container still serves others. */
    private static final int MAX_WAITING = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeGate.class);

    private final TransportOptions options;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    /**
     * The gate of the endpoints that have these options.
     *
     * @param options their health, origin policy and authenticator are asked
     */
    public HandshakeGate(TransportOptions options) {
        this(options, PATIENCE);
    }

    HandshakeGate(TransportOptions options, Duration patience) {
        this.patience = patience;
        this.options = options;
    }

    /**
     * Decides, and does not block.
     *
     * @param head what the client sent
     * @return within {@link #PATIENCE}, the principal for the request to go on with, if there is an authenticator; or a failure, which
     *     always is a {@link HandshakeRefusedException}. Completes on any thread.
     */
    public CompletionStage<Optional<Principal>> admit(HandshakeHead head) {
        return decide(head).minimalCompletionStage();
    }

    /**
     * Decides, and waits for an authenticator that has to look something up. For a container's worker threads.
     *
     * @param head what the client sent
     * @return the principal for the request to go on with, if there is an authenticator
     * @throws HandshakeRefusedException if the client may not come in
     */
    public Optional<Principal> admitWaiting(HandshakeHead head) {
        CompletableFuture<Optional<Principal>> decided = decide(head);
        boolean waits = !decided.isDone() && waiting.tryAcquire();
        if (!waits) { // then this changes nothing, unless there was no room to wait
            decided.completeExceptionally(HandshakeRefusedException.unavailable());
        }
        try {
            return decided.join();
        } catch (CompletionException e) {
            throw refusal(e);
        } finally {
            if (waits) {
                waiting.release();
            }
        }
    }

    private CompletableFuture<Optional<Principal>> decide(HandshakeHead head) {
        CompletableFuture<Optional<Principal>> decided = ask(head);
        decided.whenComplete((admitted, failure) -> {
            if (failure != null) {
                options.tell(listener -> listener.refused(refusal(failure).status()));
            }
        });
        return decided;
    }

    private CompletableFuture<Optional<Principal>> ask(HandshakeHead head) {
        if (options.health.get().equals(Health.LEAVING)) {
            return CompletableFuture.failedFuture(HandshakeRefusedException.unavailable());
        }
        if (!options.originPolicy().admits(head.header("Origin"), head.header("Host"))) {
            return CompletableFuture.failedFuture(new HandshakeRefusedException(""));
        }
        HandshakeAuthenticator asked = options.authenticator();
        if (asked == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<Principal>> decided = new CompletableFuture<>();
        try {
            asked.authenticate(head).whenComplete((authentication, failure) -> {
                if (authentication != null) {
                    decided.complete(Optional.of(new Admission(asked, authentication)));
                } else {
                    decided.completeExceptionally(refusal(
                            failure == null
                                    ? new IllegalStateException("the authenticator has answered with null")
                                    : failure));
                }
            });
        } catch (RuntimeException e) {
            decided.completeExceptionally(refusal(e));
        }
        return decided.isDone()
                ? decided
                : decided.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private static HandshakeRefusedException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HandshakeRefusedException refused) {
            LOG.debug("refused a handshake with {}", refused.status());
            return refused;
        }
        if (cause instanceof TimeoutException) {
            LOG.warn("refused a handshake: its authenticator has not answered in time");
        } else {
            LOG.warn("refused a handshake: its authenticator has failed", cause);
        }
        return HandshakeRefusedException.unavailable();
    }
}
