package io.carillon.redis.core;

import io.carillon.InstanceId;
import io.carillon.redis.ClusterWays;
import io.carillon.redis.RedisClusterProcess;
import io.carillon.spi.Backplane;
import io.carillon.tck.BrokerFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A Redis Cluster for all tests of a class, emptied for each, and ways to it for each instance that can be cut. */
public final class ClusterFixture implements BrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final RedisClusterProcess cluster;
    private final RedisFixture.Opening opening;
    private final Map<Backplane, ClusterWays> ways = new HashMap<>();

    public ClusterFixture(RedisClusterProcess cluster, RedisFixture.Opening opening) {
        this.cluster = cluster;
        this.opening = opening;
        cluster.forget();
    }

    @Override
    public Backplane open() {
        ClusterWays way = new ClusterWays(cluster);
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

    @Override
    public void expire(InstanceId instance) {
        String lease = Inside.KEYS.lease(instance);
        cluster.ask(lease, "HSET " + lease + " until 1");
    }

    @Override
    public void forget() {
        cluster.forget();
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void close() {
        ways.values().forEach(ClusterWays::close);
    }
}
