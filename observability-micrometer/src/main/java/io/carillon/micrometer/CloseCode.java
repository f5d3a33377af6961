package io.carillon.micrometer;

import java.util.Arrays;

/** The close codes that are told apart: those of RFC 6455 and its registry, and Carillon's own. */
enum CloseCode implements Label {
    NORMAL(1000),
    GOING_AWAY(1001),
    PROTOCOL_ERROR(1002),
    UNSUPPORTED_DATA(1003),
    NO_STATUS(1005),
    ABNORMAL(1006),
    INVALID_DATA(1007),
    POLICY_VIOLATION(1008),
    TOO_BIG(1009),
    INTERNAL_ERROR(1011),
    SERVICE_RESTART(1012),
    TRY_AGAIN_LATER(1013),
    TOO_SLOW(4008),
    NO_PONG(4009),
    EXPIRED(4010),
    REVOKED(4011),
    OTHER(0);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    static CloseCode of(int code) {
        return Arrays.stream(values())
                .filter(known -> known.code == code)
                .findAny()
                .orElse(OTHER);
    }

    @Override
    public String label() {
        return this == OTHER ? "other" : Integer.toString(code);
    }
}
