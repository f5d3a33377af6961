package io.carillon.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {

    /** The logarithms of the ratios are -1, 0 and 1: mean 0, deviation 1, and t of 2 degrees of freedom is 4.303. */
    @Test
    void theIntervalIsStudentsOnTheLogarithms() {
        Interval interval = Interval.of(List.of(1 / Math.E, 1.0, Math.E));
        assertThat(interval.ratio()).isCloseTo(1, within(1e-9));
        assertThat(interval.high()).isCloseTo(Math.exp(4.303 / Math.sqrt(3)), within(0.01));
        assertThat(interval.low() * interval.high()).isCloseTo(1, within(1e-9));
    }
}
