package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.faults.FaultyBackplane;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.PubSubSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The optional parts of a backplane, over a way on which things go wrong; the kit holds what goes well. */
class FaultyPartsTest {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final byte[] VALUE = {7};

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final FaultyBackplane faulty = FaultyBackplane.over(broker, runtime::after, runtime.serial("driver"), 1);
    private final ClusterValues values = faulty.values().orElseThrow();
    private final ClusterValues theirs = broker.values().orElseThrow();
    private final List<String> heard = new ArrayList<>();

    @Test
    void whatIsRefusedHasNoEffect() {
        faulty.refuse(1);
        assertThat(error(values.put("a", VALUE, LIFE))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(values.hold("a", "1", 1, LIFE))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(done(theirs.get("a"))).isEmpty();
        assertThat(done(theirs.hold("a", "2", 1, LIFE))).isTrue();
    }

    @Test
    void whatIsTakenAndNotAnsweredNobodyGets() {
        done(values.put("a", VALUE, LIFE));
        faulty.loseAnswers(1);
        assertThat(error(values.take("a"))).isInstanceOf(BackplaneTimeoutException.class);
        faulty.loseAnswers(0);
        assertThat(done(values.take("a"))).isEmpty();
    }

    @Test
    void aPlaceThatMayBeHeldCanBeAskedForAgainOrGivenBack() {
        faulty.loseAnswers(1);
        assertThat(error(values.hold("a", "1", 1, LIFE))).isInstanceOf(BackplaneTimeoutException.class);
        faulty.loseAnswers(0);
        assertThat(done(theirs.hold("a", "2", 1, LIFE))).isFalse();
        assertThat(done(values.hold("a", "1", 1, LIFE))).isTrue();
        done(values.release("a", "1"));
        assertThat(done(theirs.hold("a", "2", 1, LIFE))).isTrue();
    }

    @Test
    void aChannelThatIsNotConfirmedIsTakenBack() {
        faulty.loseAnswers(1);
        assertThat(error(listen())).isInstanceOf(BackplaneTimeoutException.class);
        publish("1");
        assertThat(heard).isEmpty();
    }

    @Test
    void aMessageOnAChannelMayComeTwice() {
        done(listen());
        faulty.repeat(1);
        publish("1");
        publish("2");
        assertThat(heard).contains("user:ada=1", "user:ada=2").hasSizeGreaterThan(2);
    }

    @Test
    void aWayToABrokerWithoutThemHasNoneEither() {
        Backplane plain = new Backplane() {
            @Override
            public PubSubSystem pubSub() {
                return broker.pubSub();
            }

            @Override
            public MembershipStore membership() {
                return broker.membership();
            }

            @Override
            public Set<Capability> capabilities() {
                return Set.of();
            }

            @Override
            public int maxMessageBytes() {
                return broker.maxMessageBytes();
            }

            @Override
            public void close() {}
        };
        FaultyBackplane way = FaultyBackplane.over(plain, runtime::after, runtime.serial("driver"), 1);
        assertThat(way.values()).isEmpty();
        assertThat(way.channels()).isEmpty();
    }

    private CompletionStage<PubSubSystem.Subscription> listen() {
        return faulty.channels()
                .orElseThrow()
                .subscribePattern(
                        "user:*",
                        (channel, payload) -> heard.add(channel + "=" + new String(payload, StandardCharsets.UTF_8)));
    }

    private void publish(String text) {
        done(broker.publish("user:ada", text.getBytes(StandardCharsets.UTF_8)));
        runtime.advance(Duration.ZERO);
    }

    private <T> T done(CompletionStage<T> stage) {
        runtime.advance(Duration.ZERO);
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private Throwable error(CompletionStage<?> stage) {
        runtime.advance(Duration.ZERO);
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }
}
