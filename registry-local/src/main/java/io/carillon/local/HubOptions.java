package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.RegistryListener;
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
        OutagePolicy outagePolicy,
        boolean brokerRequired,
        Duration queryCache,
        List<RegistryListener> listeners) {
    static final int MAX_LANES = 64;
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    static final Duration MAX_DURATION = Duration.ofHours(1);
    /** The 256 of an instance id, less a dot and its token. */
    private static final int MAX_NAME_BYTES = 236;

    private static final int TOKEN_BYTES = 20;

    /** Everything that is wrong with them, in words. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            new InstanceId(name + "x".repeat(TOKEN_BYTES));
        } catch (IllegalArgumentException e) {
            faults.add("name is not 1 to " + MAX_NAME_BYTES + " bytes of UTF-8: " + e.getMessage());
        }
        expect(faults, !name.isEmpty(), "name", "empty", "1 to " + MAX_NAME_BYTES + " bytes of UTF-8");
        boolean timeoutHolds = isPositive(operationTimeout) && operationTimeout.compareTo(MAX_DURATION) <= 0;
        expect(faults, timeoutHolds, "operation timeout", operationTimeout, "more than zero, at most " + MAX_DURATION);
        boolean leaseHolds = lease.compareTo(MIN_LEASE) >= 0 && lease.compareTo(MAX_DURATION) <= 0;
        expect(faults, leaseHolds, "lease", lease, MIN_LEASE + " to " + MAX_DURATION);
        boolean lingerHolds = !linger.isNegative() && linger.compareTo(MAX_DURATION) <= 0;
        expect(faults, lingerHolds, "linger", linger, "zero to " + MAX_DURATION);
        boolean cacheHolds = !queryCache.isNegative() && queryCache.compareTo(MAX_DURATION) <= 0;
        expect(faults, cacheHolds, "age of cached answers", queryCache, "zero to " + MAX_DURATION);
        expect(faults, lanes >= 1 && lanes <= MAX_LANES, "number of lanes", lanes, "1 to " + MAX_LANES);
        expect(faults, laneMessages >= 1, "lane capacity in messages", laneMessages, "1 or more");
        expect(faults, laneBytes >= 1, "lane capacity in bytes", laneBytes, "1 or more");
        if (outagePolicy instanceof OutagePolicy.Queue queue) {
            expect(faults, queue.maxBytes() >= 1, "outage queue in bytes", queue.maxBytes(), "1 or more");
            boolean ageHolds = isPositive(queue.maxAge()) && queue.maxAge().compareTo(MAX_DURATION) <= 0;
            expect(
                    faults,
                    ageHolds,
                    "age in the outage queue",
                    queue.maxAge(),
                    "more than zero, at most " + MAX_DURATION);
        }
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
