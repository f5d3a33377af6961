package io.carillon.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The ways from one backplane to all nodes of a cluster. What the nodes say of each other's ports is changed on the way, so that the backplane
 * goes by these alone.
 */
public final class ClusterWays implements Ways {
    private final List<RedisProcess> nodes;
    private final List<TcpProxy> ways = new ArrayList<>();
    private volatile UnaryOperator<String> lie = UnaryOperator.identity();

    public ClusterWays(RedisClusterProcess cluster) {
        this.nodes = cluster.nodes();
        nodes.forEach(node -> ways.add(new TcpProxy(node.port())));
        ways.forEach(way -> way.fromServer(this::changed));
    }

    @Override
    public String uri() {
        return ways.stream()
                .map(way -> "127.0.0.1:" + way.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    /** Changes what all nodes say, besides, from now on. */
    public void lie(UnaryOperator<String> change) {
        lie = change;
    }

    public TcpProxy to(RedisProcess node) {
        return ways.get(nodes.indexOf(node));
    }

    @Override
    public void cut() {
        ways.forEach(TcpProxy::cut);
    }

    @Override
    public void restore() {
        ways.forEach(TcpProxy::restore);
    }

    @Override
    public void close() {
        ways.forEach(TcpProxy::close);
    }

    private byte[] changed(byte[] said) {
        String text = new String(said, StandardCharsets.ISO_8859_1);
        String changed = lie.apply(text);
        for (int index = 0; index < ways.size(); index++) {
            // Ports are numbers in a list, or stand behind the host at the end of an error.
            changed = changed.replace(
                    ":" + nodes.get(index).port() + "\r\n",
                    ":" + ways.get(index).port() + "\r\n");
        }
        return changed.equals(text) ? said : changed.getBytes(StandardCharsets.ISO_8859_1);
    }
}
