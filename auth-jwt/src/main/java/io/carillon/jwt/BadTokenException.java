package io.carillon.jwt;

/** A token, or a ticket, is not taken. It says why in one word, and never holds what was sent. */
final class BadTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is told. To say more of a token that somebody has made up would only help to make up a better one. */
    enum Why {
        /** No token was sent. */
        MISSING("Bearer realm=\"websocket\""),
        /** More than one was sent, or one that cannot be read. */
        REQUEST("Bearer realm=\"websocket\", error=\"invalid_request\""),
        /** Whoever has it has had a good one: a client that reads this can get a new one. */
        EXPIRED("Bearer realm=\"websocket\", error=\"invalid_token\", error_description=\"expired\""),
        /** There is no key of that id, or not yet. */
        UNKNOWN_KEY("Bearer realm=\"websocket\", error=\"invalid_token\""),
        /** Anything else. */
        INVALID("Bearer realm=\"websocket\", error=\"invalid_token\"");

        private final String challenge;

        Why(String challenge) {
            this.challenge = challenge;
        }

        String challenge() {
            return challenge;
        }
    }

    private final Why why;

    BadTokenException(Why why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
