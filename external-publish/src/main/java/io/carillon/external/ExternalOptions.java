package io.carillon.external;

import io.carillon.Names;
import io.carillon.Overflow;
import io.carillon.spi.Backplane;
import io.carillon.spi.ExternalChannels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options, which nobody has checked.
 *
 * @param users what the channels of users begin with; null if nothing is for users
 * @param groups likewise
 * @param everyone the channel; null if nothing is for everyone
 */
record ExternalOptions(
        Backplane backplane,
        @Nullable String users,
        @Nullable String groups,
        @Nullable String everyone,
        boolean byPattern,
        PayloadReader reader,
        int maxBytes,
        int queue,
        Overflow overflow,
        SubscriptionPolicy whenRefused) {
    private static final int MAX_PREFIX_BYTES = ExternalChannels.MAX_NAME_BYTES / 2;

    /** All that is wrong. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (backplane.channels().isEmpty()) {
            faults.add("the backplane has no plain channels");
        }
        if (users == null && groups == null && everyone == null) {
            faults.add("nothing is for anybody, expected users, groups or everyone");
        }
        prefix("users", users, faults);
        prefix("groups", groups, faults);
        if (everyone != null) {
            name("everyone", everyone, ExternalChannels.MAX_NAME_BYTES, faults);
        }
        mixed("users", users, "groups", groups, faults);
        mixed("groups", groups, "users", users, faults);
        mixed("users", users, "everyone", everyone, faults);
        mixed("groups", groups, "everyone", everyone, faults);
        if (maxBytes < 1) {
            faults.add("maxBytes is " + maxBytes + ", expected 1 or more");
        }
        if (queue < 1) {
            faults.add("queue is " + queue + ", expected 1 or more");
        }
        return faults;
    }

    private static void prefix(String what, @Nullable String prefix, List<String> faults) {
        if (prefix == null) {
            return;
        }
        name(what, prefix, MAX_PREFIX_BYTES, faults);
        if (prefix.contains("*")) {
            faults.add("the prefix of " + what + " has a *, which a pattern would take for anything");
        }
    }

    private static void name(String what, String name, int maxBytes, List<String> faults) {
        try {
            Names.check(what, name, maxBytes);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    /** Nobody could tell what such a channel is for. */
    private static void mixed(
            String what, @Nullable String prefix, String other, @Nullable String name, List<String> faults) {
        if (prefix != null && name != null && name.startsWith(prefix)) {
            faults.add("what is for " + other + " begins with the prefix of " + what + ", expected something else");
        }
    }
}
