package io.carillon;

/** A limit of the configuration would be passed; nothing happened. The message names the limit. */
public final class LimitExceededException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message what was wrong and what was expected; never a secret
     */
    public LimitExceededException(String message) {
        super(message);
    }
}
