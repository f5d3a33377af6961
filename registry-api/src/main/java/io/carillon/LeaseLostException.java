package io.carillon;

/**
 * The instance has lost its lease: the cluster takes it for dead. Nothing happened. The instance takes a new lease and
 * asserts its memberships again by itself; then it is safe to try again.
 */
public final class LeaseLostException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message what was wrong and what was expected; never a secret
     */
    public LeaseLostException(String message) {
        super(message);
    }
}
