package io.carillon.health;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What went wrong, in words for an operator. */
final class Problems {
    private Problems() {}

    static String inWords(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof TimeoutException) {
            return "no answer in time";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
