package io.carillon.limits;

import io.carillon.CloseReason;
import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeAuthenticator;
import io.carillon.jakarta.HandshakeGate;
import io.carillon.jakarta.HandshakeHead;
import io.carillon.jakarta.HandshakeRefusedException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a handshake, the cheapest first: the rate, then the instance's places, then who it is, then the user's places. A token or a
 * ticket is looked at by nobody while the instance is full.
 */
final class LimitedAuthenticator implements HandshakeAuthenticator {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Limits limits;
    private final @Nullable TokenBucket rate;
    private final HandshakeAuthenticator delegate;
    private final boolean open;

    LimitedAuthenticator(Limits limits, @Nullable TokenBucket rate, HandshakeAuthenticator delegate, boolean open) {
        this.limits = limits;
        this.rate = rate;
        this.delegate = delegate;
        this.open = open;
    }

    @Override
    public CompletionStage<Authentication> authenticate(HandshakeHead head) {
        long wait = rate == null ? 0 : rate.take(1, limits.runtime.nanoTime());
        if (wait > 0) {
            return refused(Limit.HANDSHAKES, UNAVAILABLE, seconds(wait), CloseReason.TRY_AGAIN_LATER);
        }
        Place place = limits.places.take();
        if (place == null) {
            return refused(Limit.CONNECTIONS, UNAVAILABLE, Limits.RETRY_AFTER.toSeconds(), CloseReason.TRY_AGAIN_LATER);
        }
        CompletableFuture<Authentication> admitted = new CompletableFuture<>();
        try {
            delegate.authenticate(head).whenComplete((found, failure) -> {
                if (found != null) {
                    admit(found, place, admitted);
                } else {
                    place.giveBack();
                    admitted.completeExceptionally(
                            failure == null
                                    ? new IllegalStateException("the authenticator has answered with null")
                                    : failure);
                }
            });
        } catch (RuntimeException e) {
            place.giveBack();
            throw e;
        }
        if (!admitted.isDone()) {
            LimitsRuntime.Timer timer = limits.runtime.after(HandshakeGate.PATIENCE, () -> {
                if (!admitted.isDone()) {
                    place.giveBack();
                }
            });
            admitted.whenComplete((done, failure) -> timer.cancel());
        }
        return admitted;
    }

    private void admit(Authentication found, Place place, CompletableFuture<Authentication> admitted) {
        place.takeFor(found.user()).whenComplete((taken, never) -> {
            // A new one, for this handshake alone, since the authenticator may give the same to several.
            Authentication ours = new Authentication(found.user(), found.attributes(), found.ends(), found.tokenId());
            if (!taken) {
                place.giveBack();
                limits.refused.count(Limit.USER_CONNECTIONS);
                admitted.completeExceptionally(
                        new HandshakeRefusedException(TOO_MANY_REQUESTS, Map.of(), Limits.TOO_MANY_CONNECTIONS));
            } else if (limits.arrivals.expect(ours, new Arrivals.Arrival(place, open))) {
                admitted.complete(ours);
            } else {
                admitted.completeExceptionally(new IllegalStateException("the authenticator has not answered in time"));
            }
        });
    }

    private CompletionStage<Authentication> refused(Limit limit, int status, long retryAfter, CloseReason reason) {
        limits.refused.count(limit);
        return CompletableFuture.failedStage(
                new HandshakeRefusedException(status, Map.of("Retry-After", Long.toString(retryAfter)), reason));
    }

    private static long seconds(long nanos) {
        return 1 + (nanos - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
