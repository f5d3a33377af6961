package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import java.util.HashMap;
import java.util.Map;

/**
 * Who answers at the other end of a link.
 *
 * @param run which run of the server it is; a restart is another one, and gives the same client ids again
 * @param client the id of our connection there
 */
record Server(String run, long client) {
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    /**
     * Reads what {@code INFO} says.
     *
     * @throws BackplaneUnavailableException if this server will not do
     */
    static Server of(String info, long client) {
        Map<String, String> facts = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        String version = facts.getOrDefault("redis_version", "");
        if (!isSupported(version)) {
            throw new BackplaneUnavailableException("the server is Redis "
                    + (version.isEmpty() ? "of an unknown version" : version) + ", expected " + OLDEST_MAJOR + "."
                    + OLDEST_MINOR + " or later");
        }
        if (!facts.getOrDefault("role", "master").equals("master")) {
            throw new BackplaneUnavailableException("the server is a replica, expected the one that takes writes");
        }
        return new Server(facts.getOrDefault("run_id", ""), client);
    }

    private static boolean isSupported(String version) {
        String[] parts = version.split("\\.", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
