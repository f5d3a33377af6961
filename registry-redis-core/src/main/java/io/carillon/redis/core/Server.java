package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import java.util.HashMap;
import java.util.Map;

/**
 * Who answers at the other end of a link.
 *
 * @param run which run of the server it is; a restart is another one, and gives the same client ids again
 * @param client the id of our connection there
 * @param dialect how it is spoken to about channels
 */
record Server(String run, long client, Dialect dialect) {
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;
    private static final int SHARDED_MAJOR = 7;

    /**
     * Reads what {@code INFO} says.
     *
     * @param clustered whether it has to be a node of a Redis Cluster, or must not be one
     * @throws BackplaneUnavailableException if this server will not do
     */
    static Server of(String info, boolean clustered, long client) {
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
        String mode = facts.getOrDefault("redis_mode", "standalone");
        if (!mode.equals(clustered ? "cluster" : "standalone")) {
            throw new BackplaneUnavailableException("the server is " + wrongMode(mode));
        }
        if (!facts.getOrDefault("role", "master").equals("master")) {
            throw new BackplaneUnavailableException("the server is a replica, expected the one that takes writes");
        }
        boolean sharded = clustered && Integer.parseInt(version.split("\\.", -1)[0]) >= SHARDED_MAJOR;
        return new Server(facts.getOrDefault("run_id", ""), client, sharded ? Dialect.SHARDED : Dialect.CLASSIC);
    }

    private static String wrongMode(String mode) {
        return switch (mode) {
            case "cluster" -> "a node of a Redis Cluster, and was given as a single server; expected redis-cluster://…";
            case "sentinel" -> "a Sentinel, and was given as a single server; expected redis-sentinel://…";
            default -> "no node of a Redis Cluster, and was given as one; expected redis://…";
        };
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
