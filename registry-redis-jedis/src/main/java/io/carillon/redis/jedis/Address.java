package io.carillon.redis.jedis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;

/**
 * What a URI says.
 *
 * @param hostAndPort where the server is, without anything secret
 * @param tls whether over TLS
 * @param user null for the default one
 * @param password null if none is named
 * @param database null if none is named
 */
record Address(
        String hostAndPort,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        @Nullable Integer database) {

    /** Read by hand, since {@link URI#getHost} knows no host with an underscore, which containers have. */
    static Address of(String text) {
        try {
            URI uri = new URI(text);
            String authority = uri.getRawAuthority();
            String path = uri.getPath();
            boolean tls = "rediss".equals(uri.getScheme());
            if (authority == null || (!tls && !"redis".equals(uri.getScheme()))) {
                throw unreadable();
            }
            int at = authority.lastIndexOf('@');
            String secrets = authority.substring(0, Math.max(0, at));
            int colon = secrets.indexOf(':');
            String user = decoded(secrets.substring(0, Math.max(0, colon)));
            String password = decoded(secrets.substring(colon + 1));
            Integer database = path.length() > 1 ? Integer.valueOf(path.substring(1)) : null;
            return new Address(hostAndPort(authority.substring(at + 1)), tls, user, password, database);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw unreadable(); // without the cause, which repeats it
        }
    }

    /** With what is named here, and as a backplane needs it: one protocol, and no name that the server may refuse to take. */
    @SuppressWarnings("deprecation") // ssl(true): what it has replaced it with forgets a socket factory that is given
    JedisClientConfig over(JedisClientConfig given) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .from(given)
                .resp3()
                .autoNegotiateProtocol(false)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (tls) {
            config.ssl(true);
        }
        if (password != null) {
            config.credentialsProvider(null).user(user).password(password);
        }
        if (database != null) {
            config.database(database);
        }
        return config.build();
    }

    private static String hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']');
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : Protocol.DEFAULT_PORT;
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw unreadable();
        }
        return host + ":" + port;
    }

    private static @Nullable String decoded(String text) {
        // A plus is a plus here, other than in a form.
        return text.isEmpty() ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "the address of Redis cannot be read, expected "
                        + "redis://[user:password@]host[:port][/database] or rediss://…, with special characters percent-encoded");
    }
}
