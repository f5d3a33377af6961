package io.carillon.redis;

import io.carillon.InstanceId;
import io.carillon.spi.Backplane;
import io.carillon.tck.BrokerFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A Redis for all tests of a class, emptied for each, and a way to it for each instance that can be cut. */
final class RedisFixture implements BrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONNECTING = Duration.ofSeconds(5);

    private final RedisProcess redis;
    private final Map<Backplane, TcpProxy> ways = new HashMap<>();

    RedisFixture(RedisProcess redis) {
        this.redis = redis;
        redis.ask("FLUSHALL");
    }

    @Override
    public Backplane open() {
        TcpProxy way = new TcpProxy(redis.port());
        RedisBackplane backplane = RedisBackplane.builder()
                .uri(way.uri())
                .connectTimeout(CONNECTING)
                .patience(PATIENCE)
                .connect();
        ways.put(backplane, way);
        return backplane;
    }

    @Override
    public void cut(Backplane instance) {
        ways.get(instance).cut();
    }

    @Override
    public void restore(Backplane instance) {
        ways.get(instance).restore();
    }

    /** As the server sees it, the lease's last moment was long ago. */
    @Override
    public void expire(InstanceId instance) {
        redis.ask("HSET " + new RedisKeys(RedisBackplaneBuilder.DEFAULT_PREFIX).lease(instance) + " until 1");
    }

    @Override
    public void forget() {
        redis.ask("FLUSHALL");
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void close() {
        ways.values().forEach(TcpProxy::close);
    }
}
