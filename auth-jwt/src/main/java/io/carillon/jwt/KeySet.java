package io.carillon.jwt;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The keys that tokens are verified with, by their ids. Keys never come from a token: its {@code kid} is looked up here, and is
 * nothing else; {@code jku}, {@code x5u} and {@code jwk} are not looked at.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks.
 */
public interface KeySet {

    /**
     * Looks a key up.
     *
     * @param id the {@code kid} of a token, as a stranger has sent it; empty if it has none
     * @return the key of that id; for a token without one, the only key, if there is only one
     */
    Optional<VerificationKey> find(Optional<String> id);

    /**
     * Asked when a token names an unknown key: perhaps there are new keys where these come from. Strangers can cause this as
     * often as they like, so it must cost little.
     *
     * @return done when it may be looked up again; never fails
     */
    default CompletionStage<Void> refresh() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Keys that the application has, and may {@link RotatingKeySet#replace replace}.
     *
     * @param keys at least one; each with an id of its own if there are several
     * @return the keys
     * @throws IllegalArgumentException if there is none, or two have the same id or none
     */
    static RotatingKeySet of(VerificationKey... keys) {
        return new RotatingKeySet(keys);
    }
}
