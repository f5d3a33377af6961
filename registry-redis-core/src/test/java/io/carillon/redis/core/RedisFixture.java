package io.carillon.redis.core;

import io.carillon.InstanceId;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.TcpProxy;
import io.carillon.spi.Backplane;
import io.carillon.tck.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A Redis for all tests of a class, emptied for each, and a way to it for each instance that can be cut. */
public final class RedisFixture implements BrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** How a backplane with the driver that is tested is opened. */
    @FunctionalInterface
    public interface Opening {
        Backplane open(String uri, Duration connectTimeout, Duration patience);
    }

    private final RedisProcess redis;
    private final Opening opening;
    private final Map<Backplane, TcpProxy> ways = new HashMap<>();

    public RedisFixture(RedisProcess redis, Opening opening) {
        this.redis = redis;
        this.opening = opening;
        redis.ask("FLUSHALL");
    }

    @Override
    public Backplane open() {
        TcpProxy way = new TcpProxy(redis.port());
        Backplane backplane = opening.open(way.uri(), CONNECTING, PATIENCE);
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
        redis.ask("HSET " + Inside.KEYS.lease(instance) + " until 1");
    }

    @Override
    public void forget() {
        redis.ask("FLUSHALL");
    }

    @Override
    public void publish(String channel, byte[] payload) {
        redis.ask("PUBLISH " + quoted(channel.getBytes(StandardCharsets.UTF_8)) + " " + quoted(payload));
    }

    /** As an inline command takes any bytes. */
    private static String quoted(byte[] bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte one : bytes) {
            quoted.append(String.format(Locale.ROOT, "\\x%02x", one));
        }
        return quoted.append('"').toString();
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
