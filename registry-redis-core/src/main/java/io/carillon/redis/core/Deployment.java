package io.carillon.redis.core;

import java.util.List;

/**
 * What kind of Redis it is, and where to begin.
 *
 * @param kind which
 * @param addresses of the server, of nodes of the Cluster, or of Sentinels, as {@code host:port} without a password; one or more
 * @param master the name under which Sentinels know the server; empty otherwise
 */
public record Deployment(Kind kind, List<String> addresses, String master) {

    /** What kind of Redis it is. */
    public enum Kind {
        /** One server. */
        SINGLE,
        /** One server at a time, which Sentinels name. */
        SENTINEL,
        /** A Redis Cluster. */
        CLUSTER
    }

    /**
     * A deployment whose addresses do not change any more.
     *
     * @param kind which
     * @param addresses one or more
     * @param master the name under which Sentinels know the server; empty otherwise
     */
    public Deployment {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("there is no address, expected one or more");
        }
    }

    /**
     * One server.
     *
     * @param address where it is
     * @return a deployment of that
     */
    public static Deployment single(String address) {
        return new Deployment(Kind.SINGLE, List.of(address), "");
    }

    /**
     * One server at a time, which Sentinels name.
     *
     * @param sentinels where they are
     * @param master under which name they know it
     * @return a deployment of that
     */
    public static Deployment sentinel(List<String> sentinels, String master) {
        return new Deployment(Kind.SENTINEL, sentinels, master);
    }

    /**
     * A Redis Cluster.
     *
     * @param nodes where some of its nodes are; it names the others
     * @return a deployment of that
     */
    public static Deployment cluster(List<String> nodes) {
        return new Deployment(Kind.CLUSTER, nodes, "");
    }
}
