package io.carillon.jwt;

import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jwt.BadTokenException.Why;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a token or a ticket is taken, wherever it stood, and whose it is. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);

    private final KeySet keys;
    private final JwtVerifier verifier;
    private final @Nullable Revocations revocations;
    private final Clock clock;

    Admission(KeySet keys, JwtVerifier verifier, @Nullable Revocations revocations, Clock clock) {
        this.keys = keys;
        this.verifier = verifier;
        this.revocations = revocations;
        this.clock = clock;
    }

    CompletionStage<Authentication> verify(String token) {
        try {
            return unlessRevoked(verifier.verify(token));
        } catch (BadTokenException e) {
            return e.why() == Why.UNKNOWN_KEY ? verifyWithNewKeys(token) : CompletableFuture.failedFuture(refused(e));
        }
    }

    private CompletionStage<Authentication> verifyWithNewKeys(String token) {
        return keys.refresh().thenCompose(done -> {
            try {
                return unlessRevoked(verifier.verify(token));
            } catch (BadTokenException e) {
                throw refused(e);
            }
        });
    }

    private CompletionStage<Authentication> unlessRevoked(Authentication authentication) {
        return revocations == null
                ? CompletableFuture.completedFuture(authentication)
                : revocations.isRevoked(authentication).thenApply(revoked -> {
                    if (revoked) {
                        throw refused(new BadTokenException(Why.INVALID));
                    }
                    return authentication;
                });
    }

    CompletionStage<Authentication> redeem(Tickets from, String ticket) {
        CompletableFuture<Authentication> redeemed = new CompletableFuture<>();
        from.redeem(ticket).whenComplete((authentication, failure) -> {
            if (failure != null) {
                redeemed.completeExceptionally(refusedOr(failure));
            } else if (authentication
                    .ends()
                    .filter(end -> !clock.instant().isBefore(end))
                    .isPresent()) {
                redeemed.completeExceptionally(refused(new BadTokenException(Why.EXPIRED)));
            } else {
                redeemed.complete(authentication);
            }
        });
        return redeemed.thenCompose(this::unlessRevoked);
    }

    private static Throwable refusedOr(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof BadTokenException bad ? refused(bad) : cause;
    }

    static HandshakeRefusedException refused(BadTokenException bad) {
        LOG.debug("a token or ticket was refused: {}", bad.why());
        return HandshakeRefusedException.unauthorized(bad.why().challenge());
    }
}
