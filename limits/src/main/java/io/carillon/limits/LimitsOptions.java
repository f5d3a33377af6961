package io.carillon.limits;

import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LimitsBuilder} was told. What is null has no limit.
 *
 * @param handshakes per second, and at once
 * @param connections of this instance
 * @param userConnections of one user
 * @param values where the instances count them together
 * @param placeLife how long a place of an instance that has died counts there
 * @param unauthenticated how long one may be nobody
 * @param groups of one connection
 * @param newGroups of one connection, per minute
 * @param instanceNewGroups of this instance, per minute
 * @param messages from one connection, per second, and at once
 * @param bytes from one connection, per second, and at once
 * @param joinPolicy who may join what
 * @param policyTime how long that may take
 */
record LimitsOptions(
        @Nullable PerSecond handshakes,
        @Nullable Integer connections,
        @Nullable Integer userConnections,
        @Nullable ClusterValues values,
        Duration placeLife,
        @Nullable Duration unauthenticated,
        @Nullable Integer groups,
        @Nullable Integer newGroups,
        @Nullable Integer instanceNewGroups,
        @Nullable PerSecond messages,
        @Nullable PerSecond bytes,
        @Nullable JoinPolicy joinPolicy,
        Duration policyTime) {
    static final Duration DEFAULT_PLACE_LIFE = Duration.ofSeconds(30);
    private static final int MAX_PER_SECOND = 1_000_000_000;

    /**
     * A rate as it was told.
     *
     * @param rate per second
     * @param burst at once
     */
    record PerSecond(int rate, int burst) {
        Rate toRate() {
            return Rate.perSecond(rate, burst);
        }
    }

    /** What is out of bounds. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        check("handshakes", handshakes, faults);
        check("messages", messages, faults);
        check("bytes", bytes, faults);
        check("connections", connections, faults);
        check("connectionsPerUser", userConnections, faults);
        check("groupsPerConnection", groups, faults);
        check("newGroupsPerConnection", newGroups, faults);
        check("newGroups", instanceNewGroups, faults);
        check("placeLife", placeLife, Duration.ofSeconds(1), Duration.ofHours(1), faults);
        check("unauthenticated", unauthenticated, Duration.ofMillis(1), Duration.ofHours(1), faults);
        check("the time of the joinPolicy", policyTime, Duration.ofMillis(1), Duration.ofSeconds(30), faults);
        return faults;
    }

    private static void check(String what, @Nullable PerSecond told, List<String> faults) {
        if (told != null) {
            check(what + " per second", told.rate, MAX_PER_SECOND, faults);
            check(what + " at once", told.burst, MAX_PER_SECOND, faults);
        }
    }

    private static void check(String what, @Nullable Integer told, List<String> faults) {
        if (told != null) {
            check(what, told, Integer.MAX_VALUE, faults);
        }
    }

    private static void check(String what, int told, int most, List<String> faults) {
        if (told < 1 || told > most) {
            faults.add(what + " is " + told + ", expected 1 to " + most);
        }
    }

    private static void check(
            String what, @Nullable Duration told, Duration least, Duration most, List<String> faults) {
        if (told != null && (told.compareTo(least) < 0 || told.compareTo(most) > 0)) {
            faults.add(what + " is " + told + ", expected " + least + " to " + most);
        }
    }
}
