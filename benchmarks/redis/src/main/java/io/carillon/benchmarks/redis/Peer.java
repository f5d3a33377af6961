package io.carillon.benchmarks.redis;

import io.carillon.redis.RedisBackplane;
import io.carillon.redis.jedis.JedisBackplane;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
            return new HubBus(
                    RedisBackplane.builder().uri(uri).connectTimeout(CONNECTING).connect());
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
            return new HubBus(
                    JedisBackplane.builder().uri(uri).connectTimeout(CONNECTING).connect());
        }
    };

    /** As long as bare Lettuce has: a driver's first time, in one of several processes that start together. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    /** Connects to a server. */
    abstract Bus open(String uri);

    /** Whether a bare client can be measured so. */
    boolean does(Kind kind) {
        return true;
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

    /** Reads the name of a client. */
    static final class Bare implements ITypeConverter<Peer> {
        @Override
        public Peer convert(String name) {
            return Stream.of(values())
                    .filter(peer -> peer.isBare() && peer.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected lettuce or jedis but was '" + name + "'"));
        }
    }
}
