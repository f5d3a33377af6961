package io.carillon.examples.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says. A variable that is empty counts as not set.
 *
 * @param port {@code PORT}, 0 to 65535; 0 takes any free one
 * @param label {@code INSTANCE_ID}, what the instance is called; two may be called the same
 * @param redis {@code REDIS_URL}, what the instances share; empty if this one is alone
 * @param secret {@code JWT_SECRET}, what tokens are signed with; by chance, if this instance is alone and none is given
 */
record Settings(int port, String label, Optional<String> redis, Secret secret) {
    static final int MAX_PORT = 65_535;

    private static final int DEFAULT_PORT = 8080;
    private static final String DEFAULT_LABEL = "instance-1";
    private static final int MAX_LABEL_BYTES = 200;

    /** Reads them all, and complains about all of them at once. */
    static Settings read(Map<String, String> environment) throws StartupException {
        List<String> faults = new ArrayList<>();
        int port = port(environment.getOrDefault("PORT", ""), faults);
        String label = label(environment.getOrDefault("INSTANCE_ID", ""), faults);
        String redis = environment.getOrDefault("REDIS_URL", "");
        Secret secret = secret(environment.getOrDefault("JWT_SECRET", ""), !redis.isEmpty(), faults);
        if (!faults.isEmpty()) {
            throw new StartupException(String.join("; ", faults));
        }
        return new Settings(port, label, redis.isEmpty() ? Optional.empty() : Optional.of(redis), secret);
    }

    private static int port(String text, List<String> faults) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is out of range.
        }
        faults.add("PORT is " + LogValue.of(text) + ", expected a number from 0 to " + MAX_PORT);
        return DEFAULT_PORT;
    }

    private static String label(String text, List<String> faults) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_LABEL_BYTES) {
            faults.add("INSTANCE_ID has " + bytes + " bytes of UTF-8, expected at most " + MAX_LABEL_BYTES);
        }
        return text.isEmpty() ? DEFAULT_LABEL : text;
    }

    /** Instances that share a Redis take each other's tokens, so none may make up a secret of its own. */
    private static Secret secret(String text, boolean shared, List<String> faults) {
        try {
            if (!text.isEmpty()) {
                return Secret.of(text);
            }
            if (shared) {
                faults.add("JWT_SECRET is not set, expected " + Secret.MIN_BYTES
                        + " bytes or more, the same for all instances that share this Redis");
            }
        } catch (IllegalArgumentException e) {
            faults.add("JWT_SECRET " + e.getMessage());
        }
        return Secret.random();
    }
}
