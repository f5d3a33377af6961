package io.carillon.redis;

import io.carillon.redis.core.BackplanePlace;
import io.carillon.redis.core.RedisOptionsBuilder;
import java.util.function.Consumer;

/** What a test of this backplane has opened. */
final class Place extends BackplanePlace<RedisBackplane> {
    @Override
    protected RedisBackplane connect(String uri, Consumer<RedisOptionsBuilder<?>> options) {
        return open(uri, options);
    }

    static RedisBackplane open(String uri, Consumer<RedisOptionsBuilder<?>> options) {
        RedisBackplaneBuilder builder = RedisBackplane.builder();
        if (!uri.isEmpty()) {
            builder.uri(uri);
        }
        options.accept(builder);
        return builder.connect();
    }

    /** Under its own name here, by which tests know it. */
    static final class Losses extends RecordedLosses {}
}
