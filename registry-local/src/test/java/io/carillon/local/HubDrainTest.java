package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Health;
import io.carillon.RegistryClosedException;
import io.carillon.UnknownConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an instance lets go of its connections, one after the other, and how one connection is closed from anywhere. */
class HubDrainTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final List<Sink> sinks = new ArrayList<>();
    private Hub here;
    private Hub there;
    private boolean flushed;

    @BeforeEach
    void start() {
        here = runtime.done(Hub.builder().backplane(broker).start(runtime));
        there = runtime.done(Hub.builder().backplane(broker).start(runtime));
        for (int i = 0; i < 100; i++) {
            Sink sink = new Sink(here.instanceId(), "user" + i) {
                @Override
                public void close(CloseReason reason) {
                    super.close(reason);
                    here.unregister(id()); // as a transport does when the client has answered
                }
            };
            sinks.add(sink);
            runtime.done(here.register(sink));
            runtime.done(here.join(sink.id(), "lobby"));
        }
    }

    @Test
    void connectionsAreClosedOneAfterTheOtherAndAllInTime() {
        CompletionStage<Void> drained = here.drain(TEN_SECONDS);
        runtime.advance(Duration.ofSeconds(4));
        assertThat(closed()).isBetween(40L, 60L);
        runtime.advance(Duration.ofSeconds(5));
        assertThat(drained.toCompletableFuture()).isCompleted();
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.closes).hasSize(1));
        assertThat(hints()).hasSize(100).allSatisfy(hint -> assertThat(hint).isBetween(500L, 1_000L));
        assertThat(runtime.done(there.count("lobby"))).isZero();
    }

    @Test
    void whoDoesNotGoIsLetGoOfWhenTheTimeIsUp() {
        Sink stubborn = new Sink(here.instanceId(), "stubborn");
        runtime.done(here.register(stubborn));
        CompletionStage<Void> drained = here.drain(TEN_SECONDS);
        runtime.advance(Duration.ofMillis(9_900));
        assertThat(drained.toCompletableFuture()).isNotDone();
        assertThat(stubborn.closes).hasSize(1);
        runtime.advance(Duration.ofMillis(200));
        assertThat(drained.toCompletableFuture()).isCompleted();
        assertThat(runtime.done(there.connectionsOf("stubborn"))).isEmpty();
    }

    @Test
    void whileItDrainsNobodyIsTakenInAndItIsNotReady() {
        here.drain(TEN_SECONDS);
        runtime.advance(Duration.ofSeconds(1));
        assertThat(here.health()).isEqualTo(Health.LEAVING);
        assertThat(runtime.error(here.register(new Sink(here.instanceId(), "late"))))
                .isInstanceOf(RegistryClosedException.class);
        ConnectionId stillHere = here.connections().findAny().orElseThrow().id();
        assertThat(runtime.error(there.join(stillHere, "den"))).isInstanceOf(RegistryClosedException.class);
    }

    @Test
    void drainingWithNoTimeClosesAllAtOnce() {
        CompletionStage<Void> drained = here.drain(Duration.ZERO);
        runtime.run();
        assertThat(drained.toCompletableFuture()).isCompleted();
        assertThat(closed()).isEqualTo(100);
    }

    @Test
    void whereTheClosingDoesNotKeepThemApartTheHintsDo() {
        here.drain(Duration.ZERO);
        runtime.run();
        List<Long> hints = hints();
        assertThat(hints).hasSize(100).allSatisfy(hint -> assertThat(hint).isBetween(500L, 1_500L));
        assertThat(hints.stream().sorted().toList())
                .isEqualTo(
                        LongStream.range(0, 100).map(i -> 500 + 10 * i).boxed().toList());
    }

    @Test
    void whoIsHereWhenItIsClosedGetsAHintToo() {
        here.end();
        runtime.run();
        assertThat(hints()).hasSize(100);
    }

    @Test
    void itIsDoneWhenWhatHadBeenAcceptedIsOnItsWay() {
        Sink slow = new Sink(here.instanceId(), "slow") {
            @Override
            public void close(CloseReason reason) {
                super.close(reason);
                here.unregister(id());
            }

            @Override
            public boolean isFlushed() {
                return flushed;
            }
        };
        runtime.done(here.register(slow));
        CompletionStage<Void> drained = here.drain(TEN_SECONDS);
        runtime.advance(Duration.ofSeconds(9));
        assertThat(here.localCount()).isZero();
        assertThat(drained.toCompletableFuture()).isNotDone();
        flushed = true;
        runtime.advance(Duration.ofMillis(20));
        assertThat(drained.toCompletableFuture()).isCompleted();
    }

    @Test
    void itWaitsForNobodyLongerThanItHasTime() {
        Sink slow = new Sink(here.instanceId(), "slow") {
            @Override
            public boolean isFlushed() {
                return false;
            }
        };
        runtime.done(here.register(slow));
        CompletionStage<Void> drained = here.drain(TEN_SECONDS);
        runtime.advance(Duration.ofMillis(10_020));
        assertThat(drained.toCompletableFuture()).isCompleted();
    }

    @Test
    void drainingAgainWaitsForTheFirstDrain() {
        CompletionStage<Void> first = here.drain(TEN_SECONDS);
        CompletionStage<Void> second = here.drain(Duration.ZERO);
        runtime.advance(Duration.ofSeconds(1));
        assertThat(second.toCompletableFuture()).isNotDone();
        runtime.advance(TEN_SECONDS);
        assertThat(CompletableFuture.allOf(first.toCompletableFuture(), second.toCompletableFuture()))
                .isCompleted();
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> here.drain(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> here.drain(Duration.ofHours(2)));
    }

    @Test
    void oneConnectionIsClosedByItsOwnerWhoAnswersForIt() {
        Sink one = sinks.get(7);
        CloseReason reason = new CloseReason(4_001, "bye");
        runtime.done(there.disconnect(Audience.connection(one.id()), reason));
        assertThat(one.closes).containsExactly(reason);
        assertThat(runtime.error(there.disconnect(Audience.connection(one.id()), reason)))
                .isInstanceOf(UnknownConnectionException.class);
    }

    /** In milliseconds; of those who were told to come back. */
    private List<Long> hints() {
        return sinks.stream()
                .flatMap(sink -> sink.closes.stream())
                .map(reason -> {
                    assertThat(reason.code()).isEqualTo(1001);
                    assertThat(reason.phrase()).matches("going away, retry in \\d+ ms");
                    return Long.valueOf(reason.phrase().replaceAll("\\D", ""));
                })
                .toList();
    }

    private long closed() {
        return sinks.stream().filter(sink -> !sink.closes.isEmpty()).count();
    }
}
