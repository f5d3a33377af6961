package io.carillon.redis.core;

import io.carillon.InstanceId;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.SentinelProcess;
import io.carillon.redis.TcpProxy;
import io.carillon.spi.Backplane;
import io.carillon.tck.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Redis with a replica behind Sentinels, for all tests of a class, emptied for each; what the Sentinels say leads each instance over a way that can be cut. */
public final class SentinelFixture implements BrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final RedisProcess redis;
    private final SentinelProcess sentinels;
    private final RedisFixture.Opening opening;
    private final Map<Backplane, List<TcpProxy>> ways = new HashMap<>();

    public SentinelFixture(RedisProcess redis, SentinelProcess sentinels, RedisFixture.Opening opening) {
        this.redis = redis;
        this.sentinels = sentinels;
        this.opening = opening;
        redis.ask("FLUSHALL");
    }

    @Override
    public Backplane open() {
        TcpProxy way = new TcpProxy(redis.port());
        List<TcpProxy> all = new ArrayList<>(List.of(way));
        for (int port : sentinels.ports()) {
            TcpProxy sentinel = new TcpProxy(port);
            sentinel.fromServer(said -> new String(said, StandardCharsets.ISO_8859_1)
                    .replace("$5\r\n" + redis.port() + "\r\n", "$5\r\n" + way.port() + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            all.add(sentinel);
        }
        List<Integer> ports = all.stream().skip(1).map(TcpProxy::port).toList();
        Backplane backplane = opening.open(SentinelProcess.uri(ports), CONNECTING, PATIENCE);
        ways.put(backplane, all);
        return backplane;
    }

    @Override
    public void cut(Backplane instance) {
        ways.get(instance).forEach(TcpProxy::cut);
    }

    @Override
    public void restore(Backplane instance) {
        ways.get(instance).forEach(TcpProxy::restore);
    }

    @Override
    public void expire(InstanceId instance) {
        redis.ask("HSET " + Inside.KEYS.lease(instance) + " until 1");
    }

    @Override
    public void forget() {
        redis.ask("FLUSHALL");
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void close() {
        ways.values().forEach(all -> all.forEach(TcpProxy::close));
    }
}
