package io.carillon;

/** The broker cannot be reached or refused: nothing happened, and it is safe to try again. */
public final class BackplaneUnavailableException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message what was wrong and what was expected; never a secret
     */
    public BackplaneUnavailableException(String message) {
        super(message);
    }

    /**
     * An error with the driver's own as its cause.
     *
     * @param message what was wrong and what was expected; never a secret
     * @param cause the driver's error
     */
    public BackplaneUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
