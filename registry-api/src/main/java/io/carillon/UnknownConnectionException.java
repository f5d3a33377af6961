package io.carillon;

/** No such connection is registered: it was never here, or it has gone. Nothing happened. */
public final class UnknownConnectionException extends RegistryException {
    private static final long serialVersionUID = 1L;

    /**
     * An error without a cause.
     *
     * @param message what was wrong and what was expected; never a secret
     */
    public UnknownConnectionException(String message) {
        super(message);
    }
}
