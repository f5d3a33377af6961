package io.carillon;

/** The registry is closed or closing; nothing happened. */
public final class RegistryClosedException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message what was wrong and what was expected; never a secret
     */
    public RegistryClosedException(String message) {
        super(message);
    }
}
