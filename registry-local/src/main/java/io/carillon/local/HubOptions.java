package io.carillon.local;

import io.carillon.RegistryListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a {@link HubBuilder} was told, when the hub starts. */
record HubOptions(
        String name,
        Duration operationTimeout,
        Duration lease,
        Duration linger,
        int lanes,
        int laneMessages,
        long laneBytes,
        RegistryListener listener) {
    static final int MAX_LANES = 64;
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    private static final Duration MAX_LEASE = Duration.ofHours(1);
    /** The 256 of an instance id, less a dot and its token. */
    private static final int MAX_NAME_BYTES = 236;

    /** Everything that is wrong with them, in words. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        expect(
                faults,
                nameBytes >= 1 && nameBytes <= MAX_NAME_BYTES,
                "name",
                nameBytes + " bytes of UTF-8 long",
                "1 to " + MAX_NAME_BYTES);
        expect(faults, isPositive(operationTimeout), "operation timeout", operationTimeout, "more than zero");
        boolean leaseHolds = lease.compareTo(MIN_LEASE) >= 0 && lease.compareTo(MAX_LEASE) <= 0;
        expect(faults, leaseHolds, "lease", lease, MIN_LEASE + " to " + MAX_LEASE);
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
