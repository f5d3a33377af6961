package io.carillon.redis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisCoreTest {
    /** A second close would wait in vain for links that are closed already. */
    @Test
    void onlyTheFirstCloseClosesAnything() {
        AtomicInteger closes = new AtomicInteger();
        RedisCore core = RedisCore.connect(new Unreachable(closes), Deployment.single("nowhere:1"), options());
        core.close();
        core.close();
        assertThat(closes).hasValue(1);
    }

    private static RedisOptions options() {
        return new RedisOptions(
                "test", Duration.ofSeconds(1), Duration.ofSeconds(1), Backoff.FOR_EVER, false, 4_096, 100, 100_000);
    }

    private record Unreachable(AtomicInteger closes) implements RedisDriver {
        @Override
        public CompletionStage<RedisWire> open(String address, RedisWire.Kind kind, RedisWire.Listener listener) {
            return CompletableFuture.failedStage(new IllegalStateException("there is nobody"));
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }
}
