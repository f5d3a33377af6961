package io.carillon.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the harness works. What it measures here means nothing. */
class LoadTest {
    private static final int MEMBERS = 20;
    private static final LoadOptions TINY = LoadOptionsTest.read(
            "--forks=1",
            "--rounds=2",
            "--millis=50",
            "--warm-up-millis=40",
            "--flag=-Xms64m",
            "--flag=-XX:-AlwaysPreTouch",
            "--members=" + MEMBERS,
            "--reconnect=50",
            "--idle=200");

    @ParameterizedTest
    @EnumSource
    void roundsAreMeasuredInPairs(Container container) throws IOException {
        Map<Integer, List<Pair>> pairs = Rounds.measure(container, TINY);
        assertThat(pairs).containsOnlyKeys(1, 8);
        for (List<Pair> rounds : pairs.values()) {
            assertThat(rounds).hasSize(TINY.rounds);
            for (Pair pair : rounds) {
                assertThat(pair.ratio()).isGreaterThanOrEqualTo(0);
                assertMeasured(pair.plain().run());
                assertMeasured(pair.carillon().run());
            }
        }
    }

    private static void assertMeasured(Run run) {
        assertThat(run.frames()).isPositive().matches(frames -> frames % MEMBERS == 0, "every message to every member");
        assertThat(run.perSecond()).isPositive();
        assertThat(run.p99()).isGreaterThanOrEqualTo(run.p50());
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsCutComesBack(Container container) throws IOException {
        Returns returns = Returns.measure(container, TINY);
        assertThat(returns.accepted()).isEqualTo(50L * TINY.rounds);
        assertThat(returns.p99()).isGreaterThanOrEqualTo(returns.p50()).isPositive();
    }

    @Test
    void theHeapOfAConnectionIsMeasured() throws IOException {
        IdleHeap heap = IdleHeap.measure(Container.UNDERTOW, TINY);
        assertThat(heap.bare()).isBetween(1_000.0, 50_000.0);
        assertThat(heap.added()).isBetween(300.0, 3_000.0);
    }
}
