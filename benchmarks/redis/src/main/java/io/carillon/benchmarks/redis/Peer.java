package io.carillon.benchmarks.redis;

import io.carillon.redis.RedisBackplane;
import java.util.Locale;

/** What can be measured: bare clients, and the hub over each. */
enum Peer {
    LETTUCE {
        @Override
        Bus open(String uri) {
            return new LettuceBus(uri);
        }
    },
    CARILLON_LETTUCE {
        @Override
        Bus open(String uri) {
            return new HubBus(RedisBackplane.connect(uri));
        }
    };

    /** Connects to a server. */
    abstract Bus open(String uri);

    /** Reads the name of a client. */
    static Peer bare(String name) {
        Peer peer = valueOf(name.toUpperCase(Locale.ROOT));
        if (!peer.isBare()) {
            throw new IllegalArgumentException(name + " is no bare client");
        }
        return peer;
    }

    boolean isBare() {
        return !name().startsWith("CARILLON");
    }

    /** The hub over the same client. */
    Peer carillon() {
        return valueOf("CARILLON_" + name());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
