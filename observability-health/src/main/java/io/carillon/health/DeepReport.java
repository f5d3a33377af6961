package io.carillon.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a deep check.
 *
 * @param steps each of the parts that were tried, in this order: {@link Part#PUB_SUB}, {@link Part#ACCEPTANCE}, {@link Part#DELIVERY}
 */
public record DeepReport(List<Step> steps) {

    /** What is tried. */
    public enum Part {
        /** What is published comes back from the broker. */
        PUB_SUB,
        /** The registry takes a connection in, with all that the cluster must know of it. */
        ACCEPTANCE,
        /** A message reaches that connection, through the broker. */
        DELIVERY
    }

    /**
     * One part.
     *
     * @param part what was tried
     * @param took how long it took, or how long it was waited for
     * @param problem why it did not work, in words for an operator; empty if it did
     */
    public record Step(Part part, Duration took, Optional<String> problem) {}

    /**
     * Copies the steps.
     *
     * @param steps each of the parts that were tried
     */
    public DeepReport {
        steps = List.copyOf(steps);
    }

    /**
     * Whether all of it works.
     *
     * @return true if no step has a problem
     */
    public boolean healthy() {
        return steps.stream().allMatch(step -> step.problem().isEmpty());
    }
}
