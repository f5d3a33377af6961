package io.carillon.redis.jedis;

import io.carillon.redis.core.BackplanePlace;
import io.carillon.redis.core.RedisOptionsBuilder;
import java.util.function.Consumer;

/** What a test of this backplane has opened. */
final class Place extends BackplanePlace<JedisBackplane> {
    @Override
    protected JedisBackplane connect(String uri, Consumer<RedisOptionsBuilder<?>> options) {
        return open(uri, options);
    }

    static JedisBackplane open(String uri, Consumer<RedisOptionsBuilder<?>> options) {
        JedisBackplaneBuilder builder = JedisBackplane.builder();
        if (!uri.isEmpty()) {
            builder.uri(uri);
        }
        options.accept(builder);
        return builder.connect();
    }
}
