package io.carillon.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The ways from one backplane to Sentinels, and to the master that they name. What they say of its port is changed on the way. */
public final class SentinelWays implements Ways {
    private final TcpProxy toMaster;
    private final List<TcpProxy> toSentinels = new ArrayList<>();

    public SentinelWays(RedisProcess master, SentinelProcess sentinels) {
        toMaster = new TcpProxy(master.port());
        for (int port : sentinels.ports()) {
            TcpProxy way = new TcpProxy(port);
            way.fromServer(said -> new String(said, StandardCharsets.ISO_8859_1)
                    .replace("$5\r\n" + master.port() + "\r\n", "$5\r\n" + toMaster.port() + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            toSentinels.add(way);
        }
    }

    @Override
    public String uri() {
        return SentinelProcess.uri(toSentinels.stream().map(TcpProxy::port).toList());
    }

    @Override
    public void cut() {
        toMaster.cut();
        toSentinels.forEach(TcpProxy::cut);
    }

    @Override
    public void restore() {
        toMaster.restore();
        toSentinels.forEach(TcpProxy::restore);
    }

    @Override
    public void close() {
        toMaster.close();
        toSentinels.forEach(TcpProxy::close);
    }
}
