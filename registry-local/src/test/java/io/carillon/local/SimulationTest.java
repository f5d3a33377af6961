package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whole clusters, each living through what its seed brings. {@code -Dcarillon.seed=S} replays one, {@code -Dcarillon.seeds=N}
 * runs more of them.
 */
class SimulationTest {
    private static final Long ONE = Long.getLong("carillon.seed");
    private static final long SEEDS = Long.getLong("carillon.seeds", 1_000);

    @Test
    void whateverHappensTheClusterKeepsItsPromises() {
        for (long seed = ONE == null ? 1 : ONE; seed <= (ONE == null ? SEEDS : ONE); seed++) {
            live(seed);
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(live(seed)).as("seed %d", seed).isEqualTo(live(seed));
        }
    }

    private static int live(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run();
            return simulation.model.trace();
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\nIts last steps:\n  "
                            + String.join("\n  ", simulation.model.log),
                    e);
        }
    }
}
