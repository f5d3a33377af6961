package io.carillon.micrometer;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.JoinResult;
import io.carillon.LeaseLostException;
import io.carillon.LimitExceededException;
import io.carillon.RegistryClosedException;
import io.carillon.SendResult;
import io.carillon.UnknownConnectionException;
import java.util.concurrent.CompletionException;

/** How an operation has ended. */
enum Outcome implements Label {
    DONE,
    LOCAL_ONLY,
    QUEUED,
    UNAVAILABLE,
    TIMEOUT,
    LIMIT,
    UNKNOWN_CONNECTION,
    LEASE_LOST,
    CLOSED,
    FAILED;

    static Outcome of(SendResult result) {
        return switch (result) {
            case ACCEPTED -> DONE;
            case LOCAL_ONLY -> LOCAL_ONLY;
            case QUEUED -> QUEUED;
        };
    }

    static Outcome of(JoinResult result) {
        return switch (result) {
            case JOINED -> DONE;
            case LOCAL_ONLY -> LOCAL_ONLY;
            case QUEUED -> QUEUED;
        };
    }

    static Outcome of(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof BackplaneUnavailableException) {
            return UNAVAILABLE;
        } else if (cause instanceof BackplaneTimeoutException) {
            return TIMEOUT;
        } else if (cause instanceof LimitExceededException) {
            return LIMIT;
        } else if (cause instanceof UnknownConnectionException) {
            return UNKNOWN_CONNECTION;
        } else if (cause instanceof LeaseLostException) {
            return LEASE_LOST;
        } else if (cause instanceof RegistryClosedException) {
            return CLOSED;
        }
        return FAILED;
    }
}
