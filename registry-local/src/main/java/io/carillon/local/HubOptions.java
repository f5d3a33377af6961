package io.carillon.local;

import io.carillon.InstanceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a {@link HubBuilder} was told, when the hub starts. */
record HubOptions(
        String name, Duration operationTimeout, Duration linger, int lanes, int laneMessages, long laneBytes) {
    static final int MAX_LANES = 64;
    /** How much of an instance's name its token may take. */
    private static final int TOKEN_ROOM = 20;

    /** Everything that is wrong with them, in words. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            new InstanceId(name + "x".repeat(TOKEN_ROOM));
        } catch (IllegalArgumentException e) {
            faults.add("name: " + e.getMessage() + " less " + TOKEN_ROOM + " for the token");
        }
        expect(faults, isPositive(operationTimeout), "operation timeout", operationTimeout, "more than zero");
        expect(faults, !linger.isNegative(), "linger", linger, "zero or more");
        expect(faults, lanes >= 1 && lanes <= MAX_LANES, "number of lanes", lanes, "1 to " + MAX_LANES);
        expect(faults, laneMessages >= 1, "lane capacity in messages", laneMessages, "1 or more");
        expect(faults, laneBytes >= 1, "lane capacity in bytes", laneBytes, "1 or more");
        return faults;
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private static void expect(List<String> faults, boolean holds, String what, Object is, String expected) {
        if (!holds) {
            faults.add(what + " is " + is + ", expected " + expected);
        }
    }
}
