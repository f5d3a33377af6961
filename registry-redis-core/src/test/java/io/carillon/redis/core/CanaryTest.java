package io.carillon.redis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final int LATE = 6;

    private final Control sender = new Control("canary-test");
    private final Spot spot = new Spot("channel", "scratch");
    private final PublishQueue queue = new PublishQueue(() -> spot, sender, options(), misled -> {});
    private final Canary canary = new Canary(queue, () -> spot);

    CanaryTest() {
        Wire wire = Wire.open(new Answering(), "", RedisWire.Kind.COMMANDS, () -> {})
                .toCompletableFuture()
                .join();
        queue.prepare(wire, new Server("run", 1, Dialect.CLASSIC))
                .toCompletableFuture()
                .join();
        queue.up(wire);
        canary.begin();
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void aLinkThatBringsThemLateButBringsThemIsNotReplaced() {
        for (int tick = 1; tick <= LATE; tick++) {
            canary.send();
        }
        for (int tick = 1; tick <= 100; tick++) {
            canary.onMessage(Frames.canary(tick));
            assertThat(canary.isMissing()).isFalse();
            canary.send();
        }
    }

    @Test
    void aLinkThatBringsNoMoreIsFoundInFourTicks() {
        canary.send();
        canary.onMessage(Frames.canary(1));
        assertThat(canary.isMissing()).isFalse();
        canary.send();
        for (int tick = 1; tick <= 3; tick++) {
            assertThat(canary.isMissing()).isFalse();
            canary.send();
        }
        assertThat(canary.isMissing()).isTrue();
    }

    private static RedisOptions options() {
        return new RedisOptions(
                "test", Duration.ofSeconds(1), Duration.ofSeconds(1), Backoff.FOR_EVER, true, 4_096, 100, 100_000);
    }

    /** A server that answers everything, and brings nothing. */
    private static final class Answering implements RedisDriver {
        @Override
        public CompletionStage<RedisWire> open(String address, RedisWire.Kind kind, RedisWire.Listener listener) {
            return CompletableFuture.completedStage(new RedisWire() {
                @Override
                public void send(List<WireCommand> batch) {
                    batch.forEach(command -> command.answer().complete(1L));
                }

                @Override
                public CompletionStage<Void> closeAsync() {
                    return CompletableFuture.completedStage(null);
                }
            });
        }

        @Override
        public void close() {}
    }
}
