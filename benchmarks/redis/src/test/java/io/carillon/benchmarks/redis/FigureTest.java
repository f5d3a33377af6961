package io.carillon.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void anAimIsMetOrMissedOnlyWhereTheWholeIntervalSaysSo() {
        assertThat(Figure.P50.verdict(0.9, 1.5)).endsWith("ok");
        assertThat(Figure.P50.verdict(1.4, 1.6)).endsWith("undecided");
        assertThat(Figure.P50.verdict(1.51, 1.6)).endsWith("MISSED");
        assertThat(Figure.PAIRS.verdict(0.5, 0.9)).endsWith("ok");
        assertThat(Figure.PAIRS.verdict(0.4, 0.6)).endsWith("undecided");
        assertThat(Figure.PAIRS.verdict(0.3, 0.49)).endsWith("MISSED");
    }
}
