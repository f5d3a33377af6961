package io.carillon.external;

import io.carillon.redis.RedisBackplane;
import io.carillon.redis.RedisBackplaneBuilder;
import io.carillon.redis.core.BackplanePlace;
import io.carillon.redis.core.RedisOptionsBuilder;
import java.util.function.Consumer;

/** What a test has opened. */
final class Place extends BackplanePlace<RedisBackplane> {
    @Override
    protected RedisBackplane connect(String uri, Consumer<RedisOptionsBuilder<?>> options) {
        RedisBackplaneBuilder builder = RedisBackplane.builder().uri(uri);
        options.accept(builder);
        return builder.connect();
    }
}
