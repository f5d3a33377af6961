package io.carillon.micrometer;

/** Why a client was not let in, as far as its status says. */
enum Refusal implements Label {
    UNAUTHORIZED,
    FORBIDDEN,
    TOO_MANY,
    UNAVAILABLE,
    /** Only after the upgrade, so there is no gate in front, or it let in whom the second look did not. */
    LATE,
    OTHER;

    static Refusal of(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 429 -> TOO_MANY;
            case 503 -> UNAVAILABLE;
            default -> status >= 1000 ? LATE : OTHER;
        };
    }
}
