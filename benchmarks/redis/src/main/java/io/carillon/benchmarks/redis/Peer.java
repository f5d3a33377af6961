package io.carillon.benchmarks.redis;

import io.carillon.redis.RedisBackplane;
import io.carillon.redis.jedis.JedisBackplane;
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
    },
    JEDIS {
        @Override
        Bus open(String uri) {
            return new JedisBus(uri);
        }

        // It waits for each answer: no several threads, and no window.
        @Override
        boolean does(Kind kind) {
            return kind == Kind.LATENCY;
        }
    },
    CARILLON_JEDIS {
        @Override
        Bus open(String uri) {
            return new HubBus(JedisBackplane.connect(uri));
        }
    };

    /** Connects to a server. */
    abstract Bus open(String uri);

    /** Whether a bare client can be measured so. */
    boolean does(Kind kind) {
        return true;
    }

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
