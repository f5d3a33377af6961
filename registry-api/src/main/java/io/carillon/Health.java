package io.carillon;

import java.util.Optional;

/**
 * Whether a registry can do what it is for.
 *
 * @param ready whether new connections are welcome: the broker is there, and everything that this instance needs from it was
 *     proved to work
 * @param reason why it is not ready, in words for an operator; empty if it is
 */
public record Health(boolean ready, Optional<String> reason) {
    /** Everything works. */
    public static final Health READY = new Health(true, Optional.empty());

    /**
     * The instance leaves: it takes in nobody any more, and will not again. Gates refuse, also where connections are let in while the
     * broker is away.
     */
    public static final Health LEAVING = notReady("the instance is leaving");

    /**
     * Something is missing.
     *
     * @param reason what, in words for an operator; never a secret
     * @return not ready
     */
    public static Health notReady(String reason) {
        return new Health(false, Optional.of(reason));
    }
}
