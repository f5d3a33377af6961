package io.carillon.redis.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a backplane's builder has gathered. There, each option says what it is for.
 *
 * @param prefix what all keys and channels begin with
 * @param connectTimeout how long a connection may take to be opened
 * @param patience how long the server may be silent
 * @param backoff when to connect again
 * @param brokerRequired whether a start without the server fails
 * @param maxMessageBytes the largest payload, in bytes
 * @param queueMessages how many messages may wait to be published
 * @param queueBytes how many bytes may wait to be published
 */
public record RedisOptions(
        String prefix,
        Duration connectTimeout,
        Duration patience,
        Backoff backoff,
        boolean brokerRequired,
        int maxMessageBytes,
        int queueMessages,
        long queueBytes) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LEAST_MESSAGE_BYTES = 4_096;
    private static final int MOST_MESSAGE_BYTES = 256 * 1024 * 1024;

    /**
     * What a builder has gathered, with its faults.
     *
     * @param builder any backplane's
     * @return its options at the moment
     */
    public static RedisOptions of(RedisOptionsBuilder<?> builder) {
        return builder.options();
    }

    /**
     * What is wrong with them, all of it.
     *
     * @return in words for whoever has set them; empty if nothing is
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!PREFIX.matcher(prefix).matches()) {
            faults.add("the prefix must be 1 to 64 letters, digits, dots, colons, dashes or underscores");
        }
        check(faults, "connect timeout", connectTimeout);
        check(faults, "patience", patience);
        if (backoff.attempts() < 0 || backoff.delay().isNegative()) {
            faults.add("to give up takes 1 or more attempts, and a delay that is not negative");
        }
        if (maxMessageBytes < LEAST_MESSAGE_BYTES || maxMessageBytes > MOST_MESSAGE_BYTES) {
            faults.add("the largest message is " + maxMessageBytes + " bytes, expected " + LEAST_MESSAGE_BYTES + " to "
                    + MOST_MESSAGE_BYTES);
        }
        if (queueMessages < 1 || queueBytes < maxMessageBytes) {
            faults.add("the queue must have room for one message, and for one of the largest");
        }
        return faults;
    }

    private static void check(List<String> faults, String what, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            faults.add(what + " is " + value + ", expected " + SHORTEST + " to " + LONGEST);
        }
    }
}
