package io.carillon.redis;

import io.lettuce.core.RedisURI;
import java.util.Arrays;
import java.util.List;

/** The address of a Redis Cluster in one text, for which Lettuce has no form of its own that says that it is one. */
final class ClusterAddress {
    private static final String PLAIN = "redis-cluster://";
    private static final String TLS = "rediss-cluster://";

    private ClusterAddress() {}

    static boolean isOne(String text) {
        return text.startsWith(PLAIN) || text.startsWith(TLS);
    }

    /** One for each host; what comes before the hosts and behind them is that of all. */
    static List<RedisURI> parse(String text) {
        boolean tls = text.startsWith(TLS);
        String rest = text.substring((tls ? TLS : PLAIN).length());
        int hosts = rest.lastIndexOf('@') + 1;
        int tail = hosts;
        while (tail < rest.length() && rest.charAt(tail) != '/' && rest.charAt(tail) != '?') {
            tail++;
        }
        String before = (tls ? "rediss://" : "redis://") + rest.substring(0, hosts);
        String behind = rest.substring(tail);
        return Arrays.stream(rest.substring(hosts, tail).split(",", -1))
                .map(host -> RedisURI.create(before + host + behind))
                .toList();
    }
}
