package io.carillon.redis.jedis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/**
 * How Jedis connects.
 *
 * @param servers to servers
 * @param sentinels to Sentinels
 */
record Configs(JedisClientConfig servers, JedisClientConfig sentinels) {

    /**
     * What an application has given, with what its URI names.
     *
     * @param sentinels null if nothing is said of them: as the servers, but without user, password and database
     */
    static Configs of(
            Address address, JedisClientConfig servers, @Nullable JedisClientConfig sentinels, Duration timeout) {
        DefaultJedisClientConfig.Builder own = adapted(servers, address.tls(), timeout);
        if (address.password() != null) {
            own.credentialsProvider(null).user(address.user()).password(address.password());
        }
        if (address.database() != null) {
            own.database(address.database());
        }
        DefaultJedisClientConfig.Builder others = sentinels == null
                ? adapted(servers, address.tls(), timeout)
                        .credentialsProvider(null)
                        .user(null)
                        .password(null)
                : adapted(sentinels, address.tls(), timeout);
        return new Configs(own.build(), others.database(0).build());
    }

    /** As a backplane needs it: one protocol, no name that the server may refuse to take, and an end to waiting. */
    @SuppressWarnings("deprecation") // ssl(true): what it has replaced it with forgets a socket factory that is given
    private static DefaultJedisClientConfig.Builder adapted(JedisClientConfig given, boolean tls, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .from(given)
                .resp3()
                .autoNegotiateProtocol(false)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis);
        return tls ? config.ssl(true) : config;
    }
}
