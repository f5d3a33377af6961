package io.carillon.redis.jedis;

import io.carillon.redis.core.Deployment;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * What a URI says.
 *
 * @param deployment what kind of Redis it is, and where, without anything secret
 * @param tls whether over TLS
 * @param user null for the default one
 * @param password null if none is named
 * @param database null if none is named
 */
record Address(
        Deployment deployment,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        @Nullable Integer database) {
    private static final Pattern PARTS = Pattern.compile("redis(?<tls>s)?(-(?<kind>sentinel|cluster))?://"
            + "(((?<user>[^\\s@:/?#]*):)?(?<password>[^\\s/?#]*)@)?"
            + "(?<hosts>[^\\s@/?#]+)(/(?<database>\\d*))?(#(?<name>\\S*))?");

    /** Read by hand: {@link java.net.URI} knows neither several hosts nor one with an underscore, which containers have. */
    static Address of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw unreadable();
        }
        try {
            String database = parts.group("database");
            return new Address(
                    deployment(parts.group("kind"), parts.group("hosts"), decoded(parts.group("name"))),
                    parts.group("tls") != null,
                    decoded(parts.group("user")),
                    decoded(parts.group("password")),
                    database == null ? null : Integer.valueOf(database));
        } catch (IllegalArgumentException e) {
            throw unreadable(); // without the cause, which repeats it
        }
    }

    private static Deployment deployment(@Nullable String kind, String hosts, @Nullable String name) {
        if (kind == null) {
            return Deployment.single(hostAndPort(hosts, Protocol.DEFAULT_PORT));
        } else if (kind.equals("cluster")) {
            return Deployment.cluster(all(hosts, Protocol.DEFAULT_PORT));
        } else if (name == null) {
            throw unreadable();
        }
        return Deployment.sentinel(all(hosts, Protocol.DEFAULT_SENTINEL_PORT), name);
    }

    private static List<String> all(String hosts, int port) {
        return Arrays.stream(hosts.split(",", -1))
                .map(host -> hostAndPort(host, port))
                .toList();
    }

    private static String hostAndPort(String text, int otherwise) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']');
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : otherwise;
        if (host.isEmpty() || host.contains(",") || port < 1 || port > 65_535) {
            throw unreadable();
        }
        return host + ":" + port;
    }

    private static @Nullable String decoded(@Nullable String text) {
        // A plus is a plus here, other than in a form.
        return text == null || text.isEmpty()
                ? null
                : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "the address of Redis cannot be read, expected redis://[user:password@]host[:port][/database], "
                        + "redis-sentinel://[user:password@]host[:port],host[:port]…[/database]#name or "
                        + "redis-cluster://[user:password@]host[:port],host[:port]…, each also with rediss, "
                        + "and special characters percent-encoded");
    }
}
