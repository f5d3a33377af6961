package io.carillon.redis.core;

import io.carillon.InstanceId;
import io.carillon.redis.ClusterWays;
import io.carillon.redis.RedisClusterProcess;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.SentinelProcess;
import io.carillon.redis.SentinelWays;
import io.carillon.redis.TcpProxy;
import io.carillon.redis.Ways;
import io.carillon.spi.Backplane;
import io.carillon.tck.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The Redis of this JVM in one of its shapes, emptied for each test, and for each instance ways to it that can be cut. */
public final class RedisFixture implements BrokerFixture {
    /** Only a link that is silent would be found by it, and a machine that is busy is silent, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CONNECTING = Duration.ofSeconds(10);

    /** How a backplane with the driver that is tested is opened. */
    @FunctionalInterface
    public interface Opening {
        Backplane open(String uri, Consumer<RedisOptionsBuilder<?>> options);
    }

    private final Opening opening;
    private final Supplier<Ways> way;
    private final BiConsumer<String, String> asker;
    private final Consumer<String> publisher;
    private final Runnable forgetting;
    private final Map<Backplane, Ways> ways = new HashMap<>();

    private RedisFixture(
            Opening opening,
            Supplier<Ways> way,
            BiConsumer<String, String> asker,
            Consumer<String> publisher,
            Runnable forgetting) {
        this.opening = opening;
        this.way = way;
        this.asker = asker;
        this.publisher = publisher;
        this.forgetting = forgetting;
        forgetting.run();
    }

    /** One server. */
    public static RedisFixture single(Opening opening) {
        RedisProcess redis = RedisProcess.shared();
        return new RedisFixture(
                opening,
                () -> new TcpProxy(redis.port()),
                (key, command) -> redis.ask(command),
                redis::ask,
                () -> redis.ask("FLUSHALL"));
    }

    /** A server with a replica, behind a Sentinel. */
    public static RedisFixture sentinel(Opening opening) {
        RedisProcess redis = SentinelProcess.sharedMaster();
        SentinelProcess sentinels = SentinelProcess.shared();
        return new RedisFixture(
                opening,
                () -> new SentinelWays(redis, sentinels),
                (key, command) -> redis.ask(command),
                redis::ask,
                () -> redis.ask("FLUSHALL"));
    }

    /** A Cluster of three masters. Whoever publishes from outside does so on the first, wherever somebody listens. */
    public static RedisFixture cluster(Opening opening) {
        RedisClusterProcess cluster = RedisClusterProcess.shared();
        RedisProcess first = cluster.nodes().get(0);
        return new RedisFixture(opening, () -> new ClusterWays(cluster), cluster::ask, first::ask, cluster::forget);
    }

    @Override
    public Backplane open() {
        Ways mine = way.get();
        Backplane backplane = opening.open(
                mine.uri(), options -> options.connectTimeout(CONNECTING).patience(PATIENCE));
        ways.put(backplane, mine);
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
        String lease = Inside.KEYS.lease(instance);
        asker.accept(lease, "HSET " + lease + " until 1");
    }

    @Override
    public void forget() {
        forgetting.run();
    }

    @Override
    public void publish(String channel, byte[] payload) {
        String name = quoted(channel.getBytes(StandardCharsets.UTF_8));
        publisher.accept("PUBLISH " + name + " " + quoted(payload));
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
        return Duration.ofSeconds(30);
    }

    @Override
    public void close() {
        ways.values().forEach(Ways::close);
    }
}
