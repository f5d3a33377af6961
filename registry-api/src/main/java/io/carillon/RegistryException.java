package io.carillon;

/**
 * What can go wrong in a registry. An operation that returns a stage fails with one of these in its stage; a driver's own
 * exception is only ever the cause.
 */
public abstract sealed class RegistryException extends RuntimeException
        permits BackplaneUnavailableException,
                BackplaneTimeoutException,
                UnknownConnectionException,
                LeaseLostException,
                LimitExceededException,
                RegistryClosedException {
    private static final long serialVersionUID = 1L;

    RegistryException(String message) {
        super(message);
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
