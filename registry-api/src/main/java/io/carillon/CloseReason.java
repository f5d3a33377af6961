package io.carillon;

import java.time.Duration;

/**
 * Why a connection is closed, as the client is told: RFC 6455, section 7.4.
 *
 * @param code 1000 to 1003, 1007 to 1014, or 3000 to 4999: the codes that an endpoint may send
 * @param phrase at most 123 bytes of UTF-8, may be empty; the client sees it
 */
public record CloseReason(int code, String phrase) {
    /** The purpose is fulfilled. */
    public static final CloseReason NORMAL = new CloseReason(1000, "");
    /** This instance goes away; clients should come back, to another one. */
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "going away");
    /** The handshake let in somebody whom the second check did not. */
    public static final CloseReason POLICY_VIOLATION = new CloseReason(1008, "policy violation");
    /** A message was larger than the limit. */
    public static final CloseReason TOO_BIG = new CloseReason(1009, "message too big");
    /** The application failed while it handled this connection. */
    public static final CloseReason INTERNAL_ERROR = new CloseReason(1011, "internal error");
    /** The instance cannot serve the connection now; clients should come back later. */
    public static final CloseReason TRY_AGAIN_LATER = new CloseReason(1013, "try again later");
    /** The client did not read fast enough and its outbox overflowed. Carillon's own code. */
    public static final CloseReason TOO_SLOW = new CloseReason(4008, "too slow");
    /** The client did not answer a ping in time. Carillon's own code. */
    public static final CloseReason NO_PONG = new CloseReason(4009, "no pong");

    /** What the client was let in with has ended, its token for example. Carillon's own code. */
    public static final CloseReason EXPIRED = new CloseReason(4010, "expired");
    /** What the client was let in with has been revoked. Carillon's own code. */
    public static final CloseReason REVOKED = new CloseReason(4011, "revoked");

    private static final int MAX_PHRASE_BYTES = 123;

    /**
     * As {@link #GOING_AWAY}, with a hint when to come back, so that not all clients do at once. The phrase is
     * {@code going away, retry in 1500 ms}: clients look for {@code retry in <number> ms} at its end.
     *
     * @param retryIn when this client should come back
     * @return the reason
     */
    public static CloseReason goingAway(Duration retryIn) {
        return new CloseReason(GOING_AWAY.code, GOING_AWAY.phrase + ", retry in " + retryIn.toMillis() + " ms");
    }

    /**
     * Checks code and phrase.
     *
     * @param code the close code
     * @param phrase what the client sees
     * @throws IllegalArgumentException if the code must not be sent or the phrase is too long
     */
    public CloseReason {
        boolean sendable =
                (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
        if (!sendable) {
            throw new IllegalArgumentException(
                    "close code is " + code + ", expected 1000 to 1003, 1007 to 1014, or 3000 to 4999");
        }
        int bytes = Names.utf8Length("close phrase", phrase);
        if (bytes > MAX_PHRASE_BYTES) {
            throw new IllegalArgumentException(
                    "close phrase has " + bytes + " bytes of UTF-8, expected at most " + MAX_PHRASE_BYTES);
        }
    }
}
