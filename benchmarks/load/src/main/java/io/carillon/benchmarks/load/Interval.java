package io.carillon.benchmarks.load;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A ratio and where it lies with a confidence of 95 %: Student's t on the logarithms of the rounds' ratios.
 *
 * @param low the lower end; not a number for less than three rounds
 * @param ratio the geometric mean
 * @param high the upper end
 */
public record Interval(double low, double ratio, double high) {
    private static final double CONFIDENCE = 0.95;

    public static Interval of(List<Double> ratios) {
        ListStatistics logs = new ListStatistics();
        ratios.forEach(ratio -> logs.addValue(Math.log(ratio)));
        double[] ends = logs.getConfidenceIntervalAt(CONFIDENCE);
        return new Interval(Math.exp(ends[0]), Math.exp(logs.getMean()), Math.exp(ends[1]));
    }
}
