package io.carillon;

/** No answer came in time: the outcome is unknown, the operation may have happened or may happen yet. */
public final class BackplaneTimeoutException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message what was wrong and what was expected; never a secret
     */
    public BackplaneTimeoutException(String message) {
        super(message);
    }

    /**
     * An error with the driver's own as its cause.
     *
     * @param message what was wrong and what was expected; never a secret
     * @param cause the driver's error
     */
    public BackplaneTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
