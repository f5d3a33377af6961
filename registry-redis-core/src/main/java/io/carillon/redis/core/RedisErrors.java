package io.carillon.redis.core;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.RegistryException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The driver's errors in the registry's words. */
final class RedisErrors {
    private static final Set<String> ELSEWHERE = Set.of("MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN");

    private RedisErrors() {}

    /** Without what only wraps it. */
    static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Of one command: if the server has refused it nothing happened, and if there was no answer nobody knows. */
    static RegistryException of(Throwable error) {
        Throwable cause = unwrap(error);
        if (cause instanceof RegistryException known) {
            return known;
        }
        if (isElsewhereHalfway(cause)) {
            return new BackplaneTimeoutException(
                    "a script was cut off when its slot moved: " + cause.getMessage(), cause);
        }
        return cause instanceof RedisRefusedException
                ? new BackplaneUnavailableException("Redis refused: " + cause.getMessage(), cause)
                : new BackplaneTimeoutException("no answer from Redis, the outcome is unknown", cause);
    }

    /** What a node of a Cluster has said, if that is that the key or channel is not there, or not at the moment. Then nothing has happened. */
    static Optional<String> elsewhere(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisRefusedException refusal && ELSEWHERE.contains(refusal.code())) {
                return Optional.of(refusal.reply());
            }
        }
        return Optional.empty();
    }

    /** Whether a script has asked for a key of its slot that the server did not have any more; what it did before stays done. */
    static boolean isElsewhereHalfway(Throwable error) {
        return replyIn(error).contains("non local key");
    }

    /** Of a command behind others that have worked: at best a part was done. */
    static RegistryException ofPart(Throwable error) {
        RegistryException known = of(error);
        return known instanceof BackplaneUnavailableException
                ? new BackplaneTimeoutException("only a part was done: " + known.getMessage(), known)
                : known;
    }

    /** Why there is no link, in words for an operator. What the driver says is never shown whole: it may hold an address with a password. */
    static BackplaneUnavailableException noLink(Throwable error, String address) {
        Throwable cause = unwrap(error);
        if (cause instanceof BackplaneUnavailableException known) {
            return known;
        }
        String reply = replyIn(cause);
        if (reply.startsWith("WRONGPASS")
                || reply.startsWith("NOAUTH")
                || (reply.startsWith("ERR") && reply.contains("AUTH"))) {
            return new BackplaneUnavailableException(
                    "Redis at " + address + " refuses the user name or the password, or wants one", cause);
        } else if (reply.startsWith("NOPERM")) {
            return new BackplaneUnavailableException(
                    "Redis at " + address + " lets us in, but a right is missing (see the README for all of them): "
                            + reply,
                    cause);
        } else if (!reply.isEmpty()) {
            return new BackplaneUnavailableException("Redis at " + address + " refuses: " + reply, cause);
        }
        if (isOfCertificate(cause)) {
            return new BackplaneUnavailableException(
                    "the certificate of Redis at " + address + " is not accepted: " + rootOf(cause), cause);
        }
        return new BackplaneUnavailableException("cannot reach Redis at " + address + ": " + rootOf(cause), cause);
    }

    private static boolean isOfCertificate(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static String replyIn(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisRefusedException refusal) {
                return refusal.reply();
            }
        }
        return "";
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
